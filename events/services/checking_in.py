"""At the door: who has come. A press may be sent late, and twice; it counts once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from events.models import Event, EventPlaces, Registration
from events.services.places import hold_places
from events.services.registering import cancel
from privacy import audit

State = Registration.State
# In which order a list shows them: who comes, who is asked, who waits.
SHOWN = (State.CONFIRMED, State.OFFERED, State.WAITING)
# More than any party, and less than a typing error.
MOST_COME = 99
# Enough for all phones at one door to send what they have sent a second time.
PRESSES_KEPT = 50


def check_in(registration: Registration, came: int, at: datetime | None = None) -> bool:
    """Note how many of a registration have come; 0 takes the press back.

    Of several presses the one that was made last holds, in whatever order they arrive: a
    phone without a network sends its own later. False where a later press is known already,
    or the registration does not stand any more.
    """
    now = timezone.now()
    at = min(at or now, now)
    came = min(max(came, 0), MOST_COME)
    with transaction.atomic():
        places = hold_places(registration.event)
        row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
        is_later = row.checked_in_at is None or row.checked_in_at < at
        if row.state != State.CONFIRMED or not is_later:
            return False
        EventPlaces.objects.filter(pk=places.pk).update(came=F("came") + came - (row.came or 0))
        row.came, row.checked_in_at = came, at
        row.save(update_fields=["came", "checked_in_at"])
    registration.refresh_from_db()
    return True


def count_walk_ins(event: Event, number: int, press: str = "") -> bool:
    """Count people who came without a registration, or with a negative number fewer.

    `press` is a word of the page it was pressed on: the same one again, by a double press or
    from a page gone back to, counts nothing and gives False.
    """
    with transaction.atomic():
        places = hold_places(event)
        known = places.presses.split()
        if press and press in known:
            return False
        places.walk_ins = min(max(places.walk_ins + number, 0), 30_000)
        places.presses = " ".join(filter(None, [*known, press][-PRESSES_KEPT:]))
        places.save(update_fields=["walk_ins", "presses"])
    return True


def cancel_for(registration: Registration, *, actor: AbstractBaseUser) -> bool:
    """A host cancels somebody's registration; the person gets the same mail as always."""
    with transaction.atomic():
        is_new = cancel(registration)
        if is_new:
            event = registration.event
            audit.record("events.registration_cancelled", actor, event)
    return is_new


def rows_of(event: Event) -> list[Registration]:
    """Everybody whose registration stands, by state and name: names are sealed in the database."""
    rows = list(event.registrations.standing().select_related("needs"))
    return sorted(rows, key=lambda one: (SHOWN.index(State(one.state)), one.name.casefold()))


def numbers_of(event: Event) -> dict[str, int]:
    """How many people are registered, wait, are offered a place, or have not confirmed; what
    came of it stays when the registrations are deleted."""
    places = EventPlaces.objects.filter(pk=event.pk).first() or EventPlaces(event=event)
    people = {
        name: Sum("party_size", filter=Q(state=state), default=0)
        for name, state in (
            ("registered", State.CONFIRMED),
            ("waiting", State.WAITING),
            ("offered", State.OFFERED),
            ("unconfirmed", State.PENDING),
        )
    }
    numbers = event.registrations.aggregate(**people, rows=Count("pk"))
    if not numbers["rows"]:
        numbers["registered"] = places.taken
    return numbers | {"came": places.came, "walk_ins": places.walk_ins}
