"""Signing up without the web: what a visitor typed, its job done, and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from jobs.models import Job
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
