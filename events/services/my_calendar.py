"""A person's own calendar: a secret address with the events they have registered for."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Registration
from privacy import secrets
from privacy.models import Secret

PURPOSE = "events.my_calendar"
# A calendar asks for years. One that nobody asks for any more closes by itself.
LIFETIME = timedelta(days=400)
RENEWED_BELOW = timedelta(days=300)

State = Registration.State
SHOWN = (State.CONFIRMED, State.WAITING, State.OFFERED)


def my_calendar_secret(person_key: str) -> str:
    """Make the person's calendar address anew; the one before opens nothing any more.

    The secret is only in the return value, so it can be shown once.
    """
    with transaction.atomic():
        close_my_calendar(person_key)
        return secrets.issue(PURPOSE, person_key=person_key, lifetime=LIFETIME)


def close_my_calendar(person_key: str) -> None:
    """Let no address show the person's events any more."""
    secrets.revoke(PURPOSE, person_key=person_key, subject_id="")


def has_my_calendar(person_key: str) -> bool:
    return secrets.any_usable(PURPOSE, person_key=person_key, subject_id="")


def my_events(secret: str) -> list[tuple[Event, str]]:
    """The events of whoever holds this secret, each with what to say of it before its title.

    Raises what `privacy.secrets.look_up` raises. Asking keeps the address alive.
    """
    row = secrets.look_up(secret, PURPOSE)
    now = timezone.now()
    if row.expires_at < now + RENEWED_BELOW:
        Secret.objects.filter(pk=row.pk).update(expires_at=now + LIFETIME)
    states = dict(
        Registration.objects.of(row.person_key)
        .filter(state__in=SHOWN)
        .values_list("event", "state")
    )
    events = Event.objects.public().filter(pk__in=states).with_faces()
    words = {State.WAITING: _("Waiting list"), State.OFFERED: _("A place is offered")}
    return [(event, words.get(State(states[event.pk]), "")) for event in events]
