"""`/livez`: this process answers. `/readyz`: the whole works, or which part does not.

`/livez` is for proxies, `/readyz` for monitors: a mail that is late must not take every web
node out. A node that is about to stop answers 503 to both. Ages and names of parts only, no
personal data.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.draining import is_draining
from jobs.models import Heartbeat, Job
from web.pressure import Order, sheds

logger = logging.getLogger(__name__)

# Worker and beat write every few seconds; three missed beats are an outage.
OLDEST_HEARTBEAT = timedelta(seconds=20)
# What was signed is stored by a job: nobody's signature should wait so long for its first try.
OLDEST_JOB = timedelta(minutes=5)
OLDEST_MAIL = timedelta(minutes=15)

type Check = dict[str, Any]


def livez_for_any_host(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: proxies ask `/livez` by a node's own name or address, not by the site's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return livez(request) if request.path_info == "/livez" else get_response(request)

    return middleware


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    return _draining() or JsonResponse({"status": "ok"})


@require_safe
@never_cache
@sheds(Order.NEVER)
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, worker, beat, jobs and mail are well; else 503, naming who is not."""
    if draining := _draining():
        return draining
    now = timezone.now()
    try:
        checks = {
            "worker": _heartbeat("worker", now),
            "beat": _heartbeat("beat", now),
            "jobs": _oldest_job(now),
            "mail": _oldest_mail(now),
        }
        checks["database"] = {"ok": True}
    except DatabaseError as error:
        logger.error("The database does not answer: %s.", type(error).__name__)
        checks = {"database": {"ok": False}}
    failing = sorted(name for name, check in checks.items() if not check["ok"])
    return JsonResponse(
        {"status": "failing" if failing else "ok", "failing": failing, "checks": checks},
        status=503 if failing else 200,
    )


def _draining() -> JsonResponse | None:
    return JsonResponse({"status": "draining"}, status=503) if is_draining() else None


def _heartbeat(name: str, now: datetime) -> Check:
    beat_at = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    if beat_at is None:
        return {"ok": False, "age_seconds": None}
    return {"ok": now - beat_at < OLDEST_HEARTBEAT, "age_seconds": _seconds(now - beat_at)}


def _oldest_job(now: datetime) -> Check:
    """Well as long as everything but mail is tried soon."""
    waiting = Job.objects.unfinished().filter(
        queue__in=["default", "intake"], wanted_at__lte=now, attempts=0
    )
    age = now - (waiting.aggregate(oldest=Min("wanted_at"))["oldest"] or now)
    return {"ok": age < OLDEST_JOB, "oldest_untried_seconds": _seconds(age)}


def _oldest_mail(now: datetime) -> Check:
    """Well as long as each mail is tried soon.

    One that was tried and is put off may wait for a single bad mailbox; that is told, and
    is no outage of ours.
    """
    ages = oldest_mail(now)
    return {
        "ok": ages["untried"] < OLDEST_MAIL,
        "oldest_unsent_seconds": _seconds(ages["unsent"]),
        "oldest_untried_seconds": _seconds(ages["untried"]),
    }


def oldest_mail(now: datetime) -> dict[str, timedelta]:
    """How long the oldest mail waits that is `unsent`, and the oldest that is `untried`."""
    oldest = (
        Job.objects.unfinished()
        .filter(queue="mail", wanted_at__lte=now)
        .aggregate(unsent=Min("wanted_at"), untried=Min("wanted_at", filter=Q(attempts=0)))
    )
    return {name: now - (oldest[name] or now) for name in ("unsent", "untried")}


def _seconds(age: timedelta) -> int:
    return max(int(age.total_seconds()), 0)
