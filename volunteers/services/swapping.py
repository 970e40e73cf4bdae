"""Taking a shift in place of those that are in its way: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from volunteers.models import Requirement, Shift, ShiftSignup, Volunteer
from volunteers.services.clashing import BINDING, shifts_at_that_time
from volunteers.services.holding import hold_person, hold_shifts
from volunteers.services.signing_up import (
    accept_offer,
    confirm_signup,
    leave_shift,
    take_shift,
)
from volunteers.services.wishes import Wish

State = ShiftSignup.State


class PlaceIsGone(Exception):
    """Nobody gives up a shift that is theirs for a place on a waiting list."""


def take_instead(signup: ShiftSignup, leaving: Collection[str], *, seen: str = "") -> ShiftSignup:
    """Leave the shifts at that time and take this one, for which a place is held or offered.

    `leaving` are the keys of the sign-ups that the person was shown. Raises Clash with what
    they were not shown, HasChanged where the page that was `seen` showed other words, PlaceIsGone
    where they would only wait, and ShiftIsClosed; then nothing is changed.
    """
    with transaction.atomic():
        person = hold_person(signup.person_key)
        _leave_what_clashes(person, signup.shift, leaving)
        row = ShiftSignup.objects.select_related("shift", "requirement").get(pk=signup.pk)
        if row.state == State.OFFERED:
            if not accept_offer(row):
                raise PlaceIsGone
        elif row.state == State.PENDING:
            row = confirm_signup(row, seen=seen)
        if row.state not in BINDING:
            raise PlaceIsGone
    return row


def take_shift_instead(
    volunteer: Volunteer, requirement: Requirement, wish: Wish, leaving: Collection[str]
) -> ShiftSignup:
    """The same from one's own page, where nothing is held yet.

    Raises what `take_shift` raises as well; then nothing is changed.
    """
    with transaction.atomic():
        person = hold_person(volunteer.pk)
        _leave_what_clashes(person, requirement.shift, leaving)
        signup = take_shift(volunteer, requirement, wish)
        if signup.state not in BINDING:
            raise PlaceIsGone
    return signup


def _leave_what_clashes(person: Volunteer, shift: Shift, leaving: Collection[str]) -> None:
    """Leave all that the held person does at the time of a shift; Clash with what they were
    not shown."""
    clashes = shifts_at_that_time(person.pk, shift)
    hold_shifts([shift.pk, *(clash.shift.pk for clash in clashes)])
    for clash in clashes:
        if str(clash.signup.pk) not in leaving:
            raise clash
        leave_shift(clash.signup)
