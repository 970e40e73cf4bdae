"""Telling those who come: of each change of the event once, and of the event the day before.

However often these run, side by side or after a kill, each person gets one job: it is written
in one transaction with the conditional UPDATE that says so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models import Event, Registration
from events.models.registrations import REMIND_BEFORE
from jobs.services import enqueue


def tell_later(event: Event) -> None:
    """Have everybody told who is registered; call it in the transaction of the change."""
    if event.published_at is not None:
        enqueue("events.tell", {"event": event.pk}, key=f"events.tell:{event.pk}:{event.sequence}")


def tell(event_id: int) -> int:
    """Have those written to who do not know of the newest change; return how many."""
    event = Event.objects.filter(pk=event_id).exclude(published_at=None).first()
    if event is None:
        return 0
    late = event.registrations.standing().filter(told_sequence__lt=event.sequence)
    keys = list(late.order_by("pk").values_list("pk", "person_key"))
    if event.state == Event.State.CANCELLED and event.series_id is not None:
        # Whoever comes to ten dates hears once that the ten are off.
        return sum(_tell_of_dates(person, event.series_id) for _key, person in keys)
    return sum(_tell_one(key, event.sequence) for key, _person in keys)


@transaction.atomic
def _tell_of_dates(person_key: str, series_id: int) -> int:
    """Of all cancelled dates of a series that this person does not know of yet, by one job."""
    late = (
        Registration.objects.standing()
        .of(person_key)
        .filter(
            event__series=series_id,
            event__state=Event.State.CANCELLED,
            event__published_at__isnull=False,
            told_sequence__lt=F("event__sequence"),
        )
        # In one order: two jobs for two dates of one series do not wait for each other, and
        # the second finds nothing left.
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )
    dates = {str(key): sequence for key, sequence in late.values_list("pk", "event__sequence")}
    for key, sequence in dates.items():
        Registration.objects.filter(pk=key).update(told_sequence=sequence, reminded_at=None)
    if dates:
        first, sequence = next(iter(dates.items()))
        enqueue(
            "events.mail_registered",
            {"registration": first, "about": "dates", "sequences": dates},
            key=f"events.mail:{first}:event:{sequence}",
            queue="mail",
        )
    return len(dates)


@transaction.atomic
def _tell_one(key: UUID, sequence: int) -> bool:
    """One row, one transaction: nobody waits in a ring for somebody who offers places."""
    mine = Registration.objects.standing().filter(pk=key, told_sequence__lt=sequence)
    # At another time, it is another day before.
    if not mine.update(told_sequence=sequence, reminded_at=None):
        return False
    enqueue(
        "events.mail_registered",
        {"registration": str(key), "about": "event", "sequence": sequence},
        key=f"events.mail:{key}:event:{sequence}",
        queue="mail",
    )
    return True


def tell_late(now: datetime | None = None) -> int:
    """Those who confirmed while a change was being told, and what a lost job had left."""
    late = Registration.objects.standing().filter(
        event__ends_at__gt=now or timezone.now(),
        event__published_at__isnull=False,
        told_sequence__lt=F("event__sequence"),
    )
    events = set(late.values_list("event_id", flat=True))
    return sum(tell(event_id) for event_id in sorted(events))


def remind(now: datetime | None = None) -> int:
    """Have those written to whose event is within a day; return how many.

    Not those who have registered within that day: they know.
    """
    now = now or timezone.now()
    due = Registration.objects.confirmed().filter(
        reminded_at=None,
        event__state=Event.State.CONFIRMED,
        event__starts_at__gt=now,
        event__starts_at__lte=now + REMIND_BEFORE,
        confirmed_at__lte=F("event__starts_at") - REMIND_BEFORE,
    )
    return sum(_remind_one(key, now) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind_one(key: UUID, now: datetime) -> bool:
    mine = Registration.objects.confirmed().filter(pk=key, reminded_at=None)
    if not mine.update(reminded_at=now):
        return False
    enqueue(
        "events.mail_registered",
        {"registration": str(key), "about": "reminder"},
        key=f"events.mail:{key}:reminder",
        queue="mail",
    )
    return True
