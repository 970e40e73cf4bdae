"""What somebody does already at the hours of a shift, so that it can be explained."""

from __future__ import annotations

from dataclasses import dataclass

from events.models import Event, Registration
from volunteers.models import Shift, ShiftSignup

State = ShiftSignup.State
# Who waits has promised nothing yet; who takes what is offered is asked again.
BINDING = (State.CONFIRMED, State.GUARDIAN)


@dataclass(frozen=True)
class Clash(Exception):
    """Somebody is at `shift` in these hours already, by `signup`."""

    shift: Shift
    signup: ShiftSignup

    __hash__ = Exception.__hash__


def shift_at_that_time(person_key: str, shift: Shift) -> Clash | None:
    """The first shift that keeps this person from taking `shift`.

    The person's row must be held where somebody acts on the answer.
    """
    return next(iter(shifts_at_that_time(person_key, shift)), None)


def shifts_at_that_time(person_key: str, shift: Shift) -> list[Clash]:
    """All shifts that keep this person from taking `shift`, the earliest first."""
    mine = (
        ShiftSignup.objects.of(person_key)
        .filter(
            state__in=BINDING,
            shift__state=Shift.State.OPEN,
            shift__in=Shift.objects.overlapping(shift.starts_at, shift.ends_at),
        )
        .exclude(shift=shift.pk)
        .select_related("shift")
    )
    return [Clash(signup.shift, signup) for signup in mine.order_by("shift__starts_at", "pk")]


def event_at_that_time(person_key: str, shift: Shift) -> Event | None:
    """An event for which this person is registered in these hours. It is told, and refuses
    nothing: one can look in at a festival before a shift there begins."""
    registration = (
        Registration.objects.of(person_key)
        .confirmed()
        .filter(
            event__state=Event.State.CONFIRMED,
            event__starts_at__lt=shift.ends_at,
            event__ends_at__gt=shift.starts_at,
        )
        .exclude(event=shift.event_id)
        .select_related("event")
        .order_by("event__starts_at")
        .first()
    )
    return None if registration is None else registration.event
