"""`/metrics` for Prometheus, with what the queue tells, in a fixed number of queries."""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from jobs import health
from jobs.models import Heartbeat, Job
from web.metrics import gauge
from web.pressure import Order, sheds

# A proxy writes at least one of these: then the machine next door is not who asks.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded")


@require_safe
@never_cache
@sheds(Order.NEVER)
def metrics(request: HttpRequest) -> HttpResponse:
    """For this machine, or whoever holds settings.METRICS_TOKEN; 404 for everybody else."""
    if not (_is_from_this_machine(request) or _holds_the_token(request)):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def register() -> None:
    gauge(
        "mitstimme_jobs",
        "Jobs by queue and state; those that are done only of the last minute.",
        _jobs,
        ("queue", "state"),
    )
    gauge(
        "mitstimme_oldest_mail_seconds",
        "How long the oldest mail has waited: unsent, and not tried even once.",
        _oldest_mail,
        ("which",),
    )
    gauge(
        "mitstimme_heartbeat_age_seconds",
        "Since when no process of this kind has shown itself.",
        _heartbeats,
        ("process",),
    )


def _jobs() -> dict[tuple[str, ...], float]:
    """Each part has an index of its own: done ones are kept for a week, and may be millions."""
    minute_ago = timezone.now() - timedelta(minutes=1)
    parts = (
        Job.objects.unfinished(),
        Job.objects.filter(state=Job.State.FAILED),
        Job.objects.filter(state=Job.State.DONE, finished_at__gte=minute_ago),
    )
    return {
        (queue, state): count
        for part in parts
        for queue, state, count in part.order_by()
        .values_list("queue", "state")
        .annotate(count=Count("pk"))
    }


def _oldest_mail() -> dict[tuple[str, ...], float]:
    ages = health.oldest_mail(timezone.now())
    return {(which,): age.total_seconds() for which, age in ages.items()}


def _heartbeats() -> dict[tuple[str, ...], float]:
    now = timezone.now()
    return {
        (name,): (now - beat_at).total_seconds()
        for name, beat_at in Heartbeat.objects.values_list("name", "beat_at")
    }


def _is_from_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _holds_the_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(given, f"Bearer {token}")
