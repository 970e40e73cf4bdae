"""Taking a shift: without an account by a mailed link, or from one's own page at once.

As with a signature (docs/adr/0009), the request of the public form writes the same sealed row
for a first sign-up and for a repeat: neither its answer nor its time tells who signed up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from privacy.person import person_key
from privacy.sealed import seal, unseal
from volunteers.models import Guardian, Requirement, Shift, ShiftSignup, Volunteer
from volunteers.models.signups import reminders_over
from volunteers.services.announcing import tell_of_signup
from volunteers.services.clashing import shift_at_that_time
from volunteers.services.holding import hold_person, hold_shift
from volunteers.services.places import (
    end,
    enqueue_mail,
    enqueue_offers,
    fits,
    give_back,
    take,
)
from volunteers.services.wishes import (
    ShiftIsClosed,
    Wish,
    check_wish,
    fill,
    name_guardian,
)
from web.cache import remembered
from web.limits import LimitExceeded, check
from web.seen import need_as_seen

State = ShiftSignup.State
# Whoever signs up again and again gets one mail in this time.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)
KNOWN_FOR_SECONDS = 5


def takeable(shift_id: int) -> Shift:
    """A public shift as signing up needs it, at most five seconds old. Raises DoesNotExist."""
    shifts = Shift.objects.public().prefetch_related("requirements__languages")
    return remembered(
        f"volunteers.takeable:{shift_id}",
        KNOWN_FOR_SECONDS,
        lambda: shifts.get(pk=shift_id),
    )


def sign_up(shift: Shift, wish: Wish) -> None:
    """Take a sign-up: from here on it is never lost, and its mail tells how it stands.

    Raises ShiftIsClosed, and ValidationError for a role that is none of the shift's, for whom
    it is too early in life, and where a guardian must be named.
    """
    if not shift.takes_people:
        raise ShiftIsClosed
    check_wish(shift, wish)
    words = vars(wish) | {"signed_up_at": timezone.now().isoformat()}
    enqueue(
        "volunteers.store_signup",
        {"shift": shift.pk, "person": person_key(wish.email), "sealed": seal(words)},
        queue="intake",
    )


def store_signup(shift_id: int, key: str, sealed: str) -> None:
    """Store what `sign_up` took; a second time changes nothing.

    A first sign-up holds its place at once, if there is one and nobody waits. One that is
    over, or not confirmed, is filled anew; one that stands is not changed.
    """
    words = unseal(sealed)
    signed_up_at = datetime.fromisoformat(words.pop("signed_up_at"))
    wish = Wish(**words)
    if _is_too_often(shift_id, key):
        return
    with transaction.atomic():
        hold_person(key)
        shift = hold_shift(shift_id)
        requirement = shift.requirements.filter(pk=wish.requirement).first()
        known = shift.signups.of(key).first()
        if known is not None and known.signed_up_at == signed_up_at:
            return  # the job of before, once more
        if known is not None and known.is_standing:
            # The mail says so; nobody else learns it.
            known.signed_up_at = max(known.signed_up_at, signed_up_at)
            enqueue_mail(known, "again")
            return
        if requirement is None or (known is not None and _is_overtaken(known, signed_up_at)):
            return
        signup = known or ShiftSignup(shift=shift, person_key=key)
        if known is not None and known.requirement_id != requirement.pk:
            give_back(known)
        signup.requirement = requirement
        fill(signup, wish, signed_up_at)
        if not signup.has_place and shift.takes_people and fits(requirement):
            take(requirement.pk)
            signup.has_place = True
        signup.save()
        name_guardian(signup, wish)
        enqueue_mail(signup, "confirm")


def take_shift(
    volunteer: Volunteer, requirement: Requirement, wish: Wish | None = None
) -> ShiftSignup:
    """Take a shift from one's own page, where the address is known: confirmed at once.

    `wish` brings age and guardian where the shift needs them. Returns the sign-up, which is
    `confirmed`, `waiting` or, under sixteen, `guardian`. Raises ShiftIsClosed, TooYoung,
    ValidationError, and Clash with what the person does at that time.
    """
    wish = wish or Wish(volunteer.name, volunteer.email, volunteer.language, requirement.pk)
    now = timezone.now()
    with transaction.atomic():
        person = hold_person(volunteer.pk)
        shift = hold_shift(requirement.shift_id)
        if not Shift.objects.public().filter(pk=shift.pk).exists() or not shift.takes_people:
            raise ShiftIsClosed
        check_wish(shift, wish)
        signup = shift.signups.of(person.pk).first()
        if signup is not None and signup.is_standing:
            return signup
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        signup = signup or ShiftSignup(shift=shift, person_key=person.pk)
        if signup.requirement_id != requirement.pk:
            give_back(signup)
        signup.requirement = requirement
        fill(signup, wish, now)
        signup.save()
        name_guardian(signup, wish)
        settle(signup, shift, now)
    return signup


def confirm_signup(signup: ShiftSignup, *, seen: str = "") -> ShiftSignup:
    """Confirm the address: the sign-up is `confirmed`, `waiting` or waits for a `guardian`.

    Raises ShiftIsClosed when the shift takes nobody any more, HasChanged where the page that
    was `seen` showed other words, and Clash with the shift that the person has at that time:
    nothing has changed then, and the place is held on.
    """
    with transaction.atomic():
        person = hold_person(signup.person_key)
        row, shift = _held(signup)
        if row.state != State.PENDING:
            return row
        need_as_seen(row.signed_up_at.isoformat(), seen)
        if not shift.takes_people:
            raise ShiftIsClosed
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        _remember(person, row)
        settle(row, shift, timezone.now())
    return row


def accept_offer(signup: ShiftSignup) -> bool:
    """Take the place that was offered; False where the offer ran out or was given on.

    Raises ShiftIsClosed, and Clash with what the person has taken meanwhile.
    """
    with transaction.atomic():
        person = hold_person(signup.person_key)
        row, shift = _held(signup)
        if shift.state != Shift.State.OPEN:
            raise ShiftIsClosed
        if not row.has_open_offer:
            return False
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        settle(row, shift, timezone.now())
        signup.refresh_from_db()
    return True


def leave_shift(signup: ShiftSignup) -> bool:
    """Give the place back, pass the offer on, or leave the list; False where it was over, or
    the shift has been helped at. `signup` then says how it stands.

    Erased meanwhile, it is as over as can be.
    """
    try:
        with transaction.atomic():
            return _leave(signup)
    except ShiftIsClosed:
        # Outside of the transaction: nothing is left of the person that was held in it.
        signup.state = State.CANCELLED
        return False


def _leave(signup: ShiftSignup) -> bool:
    hold_person(signup.person_key)
    row, _shift = _held(signup)
    is_over = row.state in (State.CANCELLED, State.LAPSED) or bool(row.presence)
    # Moved meanwhile: they pressed for the shift that they saw.
    is_left = not is_over and row.shift_id == signup.shift_id
    if is_left:
        had_place = row.has_place
        end(row, State.CANCELLED, timezone.now())
        if had_place:
            enqueue_offers(row.shift_id)
        enqueue_mail(row, "left")
    signup.refresh_from_db()
    return is_left


def _held(signup: ShiftSignup) -> tuple[ShiftSignup, Shift]:
    """The sign-up as it is now and the shift it is on now, held; the person is held already,
    so nobody moves them meanwhile. Raises ShiftIsClosed where it is gone."""
    row = ShiftSignup.objects.filter(pk=signup.pk).first()
    if row is None:
        raise ShiftIsClosed
    shift = hold_shift(row.shift_id)
    # Read again: offers change a sign-up while its shift is held.
    row.refresh_from_db()
    return row, shift


def settle(signup: ShiftSignup, shift: Shift, now: datetime) -> None:
    """What a sign-up becomes once the person has agreed; person and shift are held."""
    if not signup.has_place and fits(signup.requirement):
        take(signup.requirement_id)
        signup.has_place = True
    signup.confirmed_at = signup.confirmed_at or now
    signup.offered_until = None
    signup.told_sequence = shift.sequence
    signup.reminders = reminders_over(shift, now)
    if not signup.has_place:
        signup.state = State.WAITING
    elif _lacks_guardian(signup):
        signup.state = State.GUARDIAN
        signup.confirmed_at = now
    else:
        signup.state = State.CONFIRMED
    signup.save()
    about = {State.WAITING: "waiting", State.GUARDIAN: "guardian_asked"}
    enqueue_mail(signup, about.get(State(signup.state), "signed_up"))
    if signup.state == State.GUARDIAN:
        Guardian.objects.filter(pk=signup.pk).update(told_sequence=shift.sequence)
        enqueue_mail(signup, "to_guardian")
    if signup.state == State.CONFIRMED:
        tell_of_signup("shift_signup.confirmed", signup)


def _lacks_guardian(signup: ShiftSignup) -> bool:
    if not signup.needs_guardian:
        return False
    return not Guardian.objects.agreed().filter(pk=signup.pk).exists()


def _remember(person: Volunteer, signup: ShiftSignup) -> None:
    """What a confirmed mail proved: the person's page begins with it; later words stay."""
    if person.email:
        return
    person.name, person.email, person.language = signup.name, signup.email, signup.language
    person.save(update_fields=["name", "email", "language"])


def _is_too_often(shift_id: int, key: str) -> bool:
    """Whether this person signs up again and again. The first time is always free."""
    if not ShiftSignup.objects.of(key).filter(shift=shift_id).exists():
        return False
    try:
        check("shift:address", f"{shift_id}:{key}")
    except LimitExceeded:
        return True
    return False


def _is_overtaken(known: ShiftSignup, signed_up_at: datetime) -> bool:
    """Whether the person signed up or left after this one, which was stored late."""
    return known.signed_up_at > signed_up_at or bool(
        known.ended_at and known.ended_at > signed_up_at
    )
