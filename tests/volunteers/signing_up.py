"""Signing up without the web: what a visitor typed, its job done, and confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core import mail
from django.db import connections
from django.test import Client

from jobs.models import Job
from jobs.services import run_due
from privacy.person import person_key
from volunteers import services
from volunteers.models import Shift, ShiftSignup


def wish(shift: Shift, number: int = 0, **more: object) -> services.Wish:
    requirement = shift.requirements.all()[0].pk
    words = {"name": f"Hilft {number}", "email": address(number), "language": "de"}
    return services.Wish(**words | {"requirement": requirement} | more)  # type: ignore[arg-type]


def address(number: int) -> str:
    return f"hilft{number}@example.org"


def stored(shift: Shift, number: int = 0, **more: object) -> ShiftSignup:
    """Signed up, and its job done; the mail's job waits."""
    services.sign_up(shift, wish(shift, number, **more))
    job = Job.objects.filter(kind="volunteers.store_signup").latest("created_at")
    store(job)
    job.delete()
    return ShiftSignup.objects.get(shift=shift, person_key=person_key(address(number)))


def store(job: Job) -> None:
    words = job.payload
    services.store_signup(words["shift"], words["person"], words["sealed"])


def comes(shift: Shift, number: int = 0, **more: object) -> ShiftSignup:
    """Signed up and confirmed, whatever became of it."""
    services.confirm_signup(stored(shift, number, **more))
    return ShiftSignup.objects.get(shift=shift, person_key=person_key(address(number)))


def mails() -> list[str]:
    """What waits to be told, in the order in which it happened."""
    jobs = Job.objects.filter(kind="volunteers.mail_signup").order_by("created_at", "pk")
    return [job.payload["about"] for job in jobs]


def at_once[T](deeds: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all of them in threads of their own; what each gave, or what it raised."""

    def tried(deed: Callable[[], T]) -> T | Exception:
        try:
            return deed()
        except Exception as failure:  # noqa: BLE001
            return failure
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(tried, deeds))


# As a visitor does, and the jobs and mails that follow.


def typed(shift: Shift, **more: Any) -> dict[str, Any]:
    """A form filled in right."""
    requirement = shift.requirements.all()[0].pk
    words = {"name": "Ayşe Yılmaz", "email": "ayse@example.org", "age_group": "18"}
    return words | {"requirement": requirement} | more


def post(shift: Shift, language: str = "en", **more: Any) -> Any:
    return Client().post(f"/{language}/shifts/{shift.pk}/sign-up/", typed(shift, **more))


def link(kind: str, box: int = -1) -> str:
    """The path of a mail's link of this kind; of the newest mail when nothing is said."""
    run_due()
    (found,) = re.findall(rf"/\w\w/shifts/\d+/{kind}/[\w-]+/", str(mail.outbox[box].body))
    return str(found)


def subjects() -> list[str]:
    run_due()
    return [one.subject for one in mail.outbox]


def nothing_was_taken() -> bool:
    return not Job.objects.filter(kind="volunteers.store_signup").exists()
