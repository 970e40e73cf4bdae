"""A person's own calendar of shifts: a secret address, as the one of their events."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import secrets
from privacy.models import Secret
from volunteers.models import Shift, ShiftSignup

PURPOSE = "volunteers.my_calendar"
# A calendar asks for years. One that nobody asks for any more closes by itself.
LIFETIME = timedelta(days=400)
RENEWED_BELOW = timedelta(days=300)
PAST_KEPT = timedelta(days=90)

State = ShiftSignup.State


def shift_calendar_secret(person_key: str) -> str:
    """Make the address anew; the one before opens nothing any more.

    The secret is only in the return value, so it can be shown once.
    """
    with transaction.atomic():
        close_shift_calendar(person_key)
        return secrets.issue(PURPOSE, person_key=person_key, lifetime=LIFETIME)


def close_shift_calendar(person_key: str) -> None:
    """Let no address show the person's shifts any more."""
    secrets.revoke(PURPOSE, person_key=person_key, subject_id="")


def has_shift_calendar(person_key: str) -> bool:
    return secrets.any_usable(PURPOSE, person_key=person_key, subject_id="")


def shifts_in_calendar(secret: str) -> list[tuple[Shift, str]]:
    """The shifts of whoever holds this secret, each with what to say of it before its title.

    Raises what `privacy.secrets.look_up` raises. Asking keeps the address alive.
    """
    row = secrets.look_up(secret, PURPOSE)
    now = timezone.now()
    if row.expires_at < now + RENEWED_BELOW:
        Secret.objects.filter(pk=row.pk).update(expires_at=now + LIFETIME)
    mine = ShiftSignup.objects.of(row.person_key).standing()
    states = dict(mine.values_list("shift", "state"))
    shifts = Shift.objects.public().filter(pk__in=states, ends_at__gt=now - PAST_KEPT)
    words = {
        State.WAITING: _("Waiting list"),
        State.OFFERED: _("A place is offered"),
        State.GUARDIAN: _("A guardian is asked"),
    }
    return [(one, words.get(State(states[one.pk]), "")) for one in shifts.with_needs()]
