"""Registering: taken as one sealed row, stored by a job, confirmed by a mailed link.

As with a signature (docs/adr/0009), the request writes the same row for a first registration
and for a repeat: neither its answer nor its time tells whether an address is registered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.consents import NEEDS
from events.models import AccessNeeds, Event, Registration
from events.services.announcing import tell_of_registration
from events.services.places import (
    end,
    enqueue_mail,
    enqueue_offers,
    fits,
    hold_places,
    offer_free_places,
    take,
)
from jobs.services import enqueue
from privacy import audit, consents
from privacy.person import person_key
from privacy.sealed import seal, unseal
from web.cache import remembered
from web.limits import LimitExceeded, check
from web.seen import need_as_seen

State = Registration.State
SUBJECT = "events.Registration"
# Whoever registers again and again gets one mail in this time.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)
# A wave of registrations does not ask the same thing thousands of times.
KNOWN_FOR_SECONDS = 5


class RegistrationIsClosed(Exception):
    """The event takes no registrations, or not any more."""


@dataclass(frozen=True)
class Wish:
    """What a person typed and ticked. `consents` maps a purpose to the sentence beside the box;
    without the one to them, access needs are not kept."""

    name: str
    email: str
    language: str
    party_size: int = 1
    access_needs: str = ""
    source: str = ""
    consents: dict[str, str] = field(default_factory=dict)


def registrable(slug: str) -> Event:
    """A public event as registering needs it, at most five seconds old. Raises DoesNotExist."""
    return remembered(
        f"events.registrable:{slug}",
        KNOWN_FOR_SECONDS,
        lambda: Event.objects.public().get(slug=slug),
    )


def register(event: Event, wish: Wish) -> None:
    """Take a registration: from here on it is never lost, and its mail tells how it stands.

    Raises RegistrationIsClosed, and ValidationError for more people than one may bring.
    """
    if not event.takes_registrations:
        raise RegistrationIsClosed
    if not 1 <= wish.party_size <= event.party_at_most:
        raise ValidationError(
            _("Register at most %(number)d people at once."),
            params={"number": event.party_at_most},
        )
    words = vars(wish) | {"registered_at": timezone.now().isoformat()}
    enqueue(
        "events.store_registration",
        {"event": event.pk, "person": person_key(wish.email), "sealed": seal(words)},
        queue="intake",
    )


def store(event_id: int, key: str, sealed: str) -> None:
    """Store what `register` took; a second time changes nothing.

    A first registration holds its places at once, if there are any and nobody waits. One that
    is over, or not confirmed, is filled anew; one that stands is not changed.
    """
    words = unseal(sealed)
    registered_at = datetime.fromisoformat(words.pop("registered_at"))
    wish = Wish(**words)
    event = Event.objects.get(pk=event_id)
    if _is_too_often(event, key):
        return
    with transaction.atomic():
        places = hold_places(event)
        known = event.registrations.of(key).first()
        if known is not None and known.is_standing:
            # The mail says so; nobody else learns it.
            known.registered_at = max(known.registered_at, registered_at)
            enqueue_mail(known, "again")
            return
        if known is not None and _is_overtaken(known, registered_at):
            return
        registration = known or Registration(event=event, person_key=key)
        held = registration.party_size if registration.has_place else 0
        _fill(registration, wish, registered_at)
        # Whoever writes again before confirming keeps the place, for as many or fewer.
        if not 0 < wish.party_size <= held:
            take(places, -held)
            held = 0
            registration.has_place = fits(event, places, wish.party_size)
        if registration.has_place:
            take(places, wish.party_size - held)
        registration.save()
        _keep_needs(registration, wish)
        enqueue_mail(registration, "confirm")


def confirm(registration: Registration, *, seen: str = "") -> str:
    """Confirm the address; return the state that follows: `confirmed` or `waiting`.

    Whose place ran out meanwhile gets another if there is one, and waits otherwise. Raises
    RegistrationIsClosed when the event takes no registrations any more, or this one is erased,
    and HasChanged where the page that was `seen` showed other words.
    """
    with transaction.atomic():
        places = hold_places(registration.event)
        row = _held(registration)
        if row is None:
            raise RegistrationIsClosed
        if row.state != State.PENDING:
            return row.state
        need_as_seen(row.registered_at.isoformat(), seen)
        event = Event.objects.get(pk=row.event_id)
        if event.state != Event.State.CONFIRMED or event.starts_at <= timezone.now():
            raise RegistrationIsClosed
        if not row.has_place and fits(event, places, row.party_size):
            take(places, row.party_size)
            row.has_place = True
        row.state = State.CONFIRMED if row.has_place else State.WAITING
        row.confirmed_at = timezone.now()
        row.told_sequence = event.sequence
        row.save(update_fields=["state", "has_place", "confirmed_at", "told_sequence"])
        enqueue_mail(row, "registered" if row.has_place else "waiting")
        if row.has_place:
            tell_of_registration("registration.confirmed", row)
        if not row.has_place:
            # Perhaps there is room for so many, only not for those who wait before.
            enqueue_offers(event)
        registration.refresh_from_db()
    return row.state


def accept_offer(registration: Registration) -> bool:
    """Take the place that was offered; False where the offer ran out or was given on.

    Raises RegistrationIsClosed when the event is cancelled, or the registration erased.
    """
    now = timezone.now()
    with transaction.atomic():
        if registration.event.state == Event.State.CANCELLED or _held(registration) is None:
            raise RegistrationIsClosed
        # No places change hands: whoever is offered one holds it already.
        offered = Registration.objects.filter(
            pk=registration.pk, state=State.OFFERED, offered_until__gt=now
        )
        taken = offered.update(state=State.CONFIRMED, offered_until=None)
        registration.refresh_from_db()
        if taken:
            enqueue_mail(registration, "registered")
            tell_of_registration("registration.confirmed", registration)
    return bool(taken)


def cancel(registration: Registration) -> bool:
    """Give the place back, pass the offer on, or leave the list; False where it was over."""
    now = timezone.now()
    with transaction.atomic():
        places = hold_places(registration.event)
        row = _held(registration)
        if row is None:
            # Erased meanwhile: as over as can be.
            registration.state = State.CANCELLED
            return False
        if row.state in (State.CANCELLED, State.LAPSED):
            return False
        had_place, came = row.has_place, row.state == State.CONFIRMED
        end(row, State.CANCELLED, places, now)
        if came:
            tell_of_registration("registration.cancelled", row)
        forget_needs(row)
        if had_place:
            enqueue_offers(row.event)
        enqueue_mail(row, "cancelled")
        registration.refresh_from_db()
    return True


def bring_fewer(registration: Registration, party_size: int) -> bool:
    """Come with fewer people than registered, and give their places back.

    False where that is not fewer, or the registration is over. More is a registration anew:
    nobody passes by those who wait.
    """
    with transaction.atomic():
        places = hold_places(registration.event)
        row = _held(registration)
        if row is None or not row.is_standing or not 1 <= party_size < row.party_size:
            return False
        freed = row.party_size - party_size
        row.party_size = party_size
        row.save(update_fields=["party_size"])
        if row.has_place:
            take(places, -freed)
        # Also who waits: there may be room for fewer.
        enqueue_offers(row.event)
        registration.refresh_from_db()
    return True


def erase(person_key: str) -> None:
    """Delete a person's registrations; what they held before the event is given back.

    Programs hear of those that are long over as well: they may have been told a name
    (Art. 19 GDPR).
    """
    mine = Registration.objects.of(person_key).order_by("event_id")
    for event in [one.event for one in mine.select_related("event")]:
        with transaction.atomic():
            places = hold_places(event)
            row = event.registrations.of(person_key).select_for_update(no_key=True).first()
            if row is None:
                continue
            consents.end_for_subjects(SUBJECT, [row.pk])
            if row.has_place and event.starts_at > timezone.now():
                take(places, -row.party_size)
                enqueue_offers(event)
            if row.state == State.CONFIRMED:
                row.person_key = ""
                tell_of_registration("registration.cancelled", row)
            row.delete()


def change_capacity(
    event: Event, capacity: int | None, *, actor: AbstractBaseUser | str = audit.SYSTEM
) -> None:
    """Set how many can come. Lowering it takes nobody's place away; what is free is offered."""
    with transaction.atomic():
        hold_places(event)
        Event.objects.filter(pk=event.pk).update(capacity=capacity)
        audit.record("events.capacity_changed", actor, event, capacity=capacity)
        offer_free_places(event)
    event.refresh_from_db()


def _held(registration: Registration) -> Registration | None:
    """As it is now, locked; None where it was erased meanwhile."""
    rows = Registration.objects.select_for_update(no_key=True)
    return rows.filter(pk=registration.pk).first()


def _is_too_often(event: Event, key: str) -> bool:
    """Whether this person registers again and again. The first time is always free."""
    if not event.registrations.of(key).exists():
        return False
    try:
        check("register:address", f"{event.pk}:{key}")
    except LimitExceeded:
        return True
    return False


def _is_overtaken(known: Registration, registered_at: datetime) -> bool:
    """Whether the person registered or cancelled after this one, which was stored late."""
    return known.registered_at > registered_at or bool(
        known.ended_at and known.ended_at > registered_at
    )


def _fill(registration: Registration, wish: Wish, registered_at: datetime) -> None:
    if registration.state != State.PENDING:
        # One that is over begins anew, and gets its mail at once.
        registration.mailed_at = None
    registration.state = State.PENDING
    registration.name, registration.email = wish.name, wish.email
    registration.party_size, registration.language = wish.party_size, wish.language
    registration.source = wish.source[:40]
    registration.registered_at = registered_at
    registration.confirmed_at = registration.offered_until = registration.ended_at = None
    registration.reminded_at = registration.came = registration.checked_in_at = None


def _keep_needs(registration: Registration, wish: Wish) -> None:
    """Needs and their consent belong together: one is not kept without the other."""
    AccessNeeds.objects.filter(registration=registration).delete()
    consents.forget_for_subjects(SUBJECT, [registration.pk])
    if wish.access_needs and NEEDS in wish.consents:
        AccessNeeds.objects.create(registration=registration, text=wish.access_needs)
    consents.store(
        consents.new_consents(
            consents.Given(
                registration.person_key,
                purpose,
                text,
                wish.language,
                SUBJECT,
                str(registration.pk),
                registration.registered_at,
            )
            for purpose, text in wish.consents.items()
        )
    )


def forget_needs(registration: Registration) -> None:
    """Delete what somebody needs, and end the consent to it."""
    AccessNeeds.objects.filter(registration=registration).delete()
    consents.end_for_subjects(SUBJECT, [registration.pk])
