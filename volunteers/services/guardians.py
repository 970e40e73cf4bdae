"""A guardian's word for somebody under sixteen: given, taken back, and asked for again.

Rows change while the sign-up's person and shift are held (services/holding.py).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from privacy import secrets
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.services.announcing import tell_of_signup
from volunteers.services.holding import hold_person, hold_shift
from volunteers.services.places import end, enqueue_mail, enqueue_offers
from volunteers.services.signing_up import settle
from volunteers.services.wishes import GUARDIAN
from web.seen import need_as_seen

State, Answer = ShiftSignup.State, Guardian.Answer


def answer_for_minor(
    guardian: Guardian, *, agrees: bool, secret: str = "", seen: str = ""
) -> bool:
    """A guardian agrees or refuses; False where that has been answered, or is too late.

    `secret` is that of the link they pressed, if it was one. Raises privacy.secrets.SecretError
    where it opens nothing any more, because somebody else was named meanwhile, and HasChanged
    where the shift's `sequence` is not the one that was `seen`.
    """
    now = timezone.now()
    with transaction.atomic():
        held = _held(guardian, secret)
        if held is None:
            return False
        signup, shift = held
        if signup.state != State.GUARDIAN or not shift.takes_people:
            return False
        need_as_seen(str(shift.sequence), seen)
        if agrees:
            _agree(signup, shift, now)
        else:
            _refuse(signup, "guardian_refused", now)
    guardian.refresh_from_db()
    return True


def take_agreement_back(guardian: Guardian, *, secret: str = "") -> bool:
    """End a sign-up that this guardian had agreed to; False once the shift has begun, and where
    there is no agreement or no sign-up any more. Raises SecretError as `answer_for_minor`."""
    with transaction.atomic():
        held = _held(guardian, secret)
        if held is None:
            return False
        signup, shift = held
        has_agreed = Guardian.objects.agreed().filter(pk=guardian.pk).exists()
        if not (has_agreed and may_take_back(signup, shift)):
            return False
        _refuse(signup, "guardian_took_back", timezone.now())
    guardian.refresh_from_db()
    return True


def may_take_back(signup: ShiftSignup, shift: Shift) -> bool:
    """Whether there is still something for which an agreement could be taken back."""
    is_to_come = shift.state == Shift.State.OPEN and not shift.has_begun
    return is_to_come and signup.is_standing and not signup.presence


def ask_again(shift: Shift, starts_at: datetime, ends_at: datetime) -> None:
    """Have guardians asked again who agreed to other hours than those the shift gets now.

    An agreement is to some hours of a day, and holds an hour (AGREED_MARGIN) before and after
    them as well: a family arranges itself by the half-day, and not by the minute. Beyond that
    the guardian is asked as the first time: the place waits for 48 hours, and goes on without
    an answer. Within it, and where only the place is another one, the agreement stands; they
    are told, with the link that takes it back (services/telling.py).

    The shift is held, and so are all who come to it.
    """
    now = timezone.now()
    agreed = Guardian.objects.agreed().filter(
        signup__shift=shift, signup__state__in=ShiftSignup.STANDING, signup__presence=""
    )
    for guardian in agreed.select_related("signup"):
        if guardian.covers(starts_at, ends_at):
            continue
        Guardian.objects.filter(pk=guardian.pk).update(answer=Answer.ASKED, answered_at=None)
        # Whoever waits is asked about once a place is theirs.
        coming = ShiftSignup.objects.confirmed().filter(pk=guardian.pk)
        if coming.update(state=State.GUARDIAN, confirmed_at=now, stand_in_wanted_at=None):
            guardian.signup.shift = shift
            tell_of_signup("shift_signup.cancelled", guardian.signup)


def _held(guardian: Guardian, secret: str) -> tuple[ShiftSignup, Shift] | None:
    """The sign-up and its shift, held; None where it is gone."""
    hold_person(guardian.signup.person_key)
    if secret:
        secrets.look_up(secret, GUARDIAN)
    row = ShiftSignup.objects.filter(pk=guardian.pk).first()
    if row is None:
        return None
    shift = hold_shift(row.shift_id)
    # Read again: offers change a sign-up while its shift is held.
    row.refresh_from_db()
    return row, shift


def _agree(signup: ShiftSignup, shift: Shift, now: datetime) -> None:
    Guardian.objects.filter(pk=signup.pk).update(
        answer=Answer.AGREED,
        answered_at=now,
        agreed_starts_at=shift.starts_at,
        agreed_ends_at=shift.ends_at,
        agreed_place=shift.place_name,
        told_sequence=shift.sequence,
    )
    settle(signup, shift, now)


def _refuse(signup: ShiftSignup, about: str, now: datetime) -> None:
    Guardian.objects.filter(pk=signup.pk).update(answer=Answer.REFUSED, answered_at=now)
    had_place = signup.has_place
    end(signup, State.CANCELLED, now)
    if had_place:
        enqueue_offers(signup.shift_id)
    enqueue_mail(signup, about)
