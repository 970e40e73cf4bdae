"""Taking a shift: without an account by a mailed link, or from one's own page at once.

As with a signature (docs/adr/0009), the request of the public form writes the same sealed row
for a first sign-up and for a repeat: neither its answer nor its time tells who signed up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.services import enqueue
from privacy.person import person_key
from privacy.sealed import seal, unseal
from volunteers.models import Guardian, Requirement, Shift, ShiftSignup, Volunteer
from volunteers.models.signups import reminders_over
from volunteers.services.clashing import shift_at_that_time
from volunteers.services.holding import hold_people, hold_person, hold_shift
from volunteers.services.places import end, enqueue_mail, enqueue_offers, fits, take
from web.cache import remembered
from web.limits import LimitExceeded, check

State = ShiftSignup.State
# Whoever signs up again and again gets one mail in this time.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)
KNOWN_FOR_SECONDS = 5
# How old somebody of each AgeGroup is at most.
OLDEST = {"0": 13, "14": 15, "16": 17, "18": 150}


class ShiftIsClosed(Exception):
    """The shift takes nobody, or not any more."""


class TooYoung(ValidationError):
    """The shift is for older people."""


@dataclass(frozen=True)
class Wish:
    """What a person typed who wants to take a shift in one role."""

    name: str
    email: str
    language: str
    requirement: int
    age_group: str = "18"
    guardian_name: str = ""
    guardian_email: str = ""
    source: str = ""


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
    _check(shift, wish)
    words = vars(wish) | {"signed_up_at": timezone.now().isoformat()}
    enqueue(
        "volunteers.store_signup",
        {"shift": shift.pk, "person": person_key(wish.email), "sealed": seal(words)},
        queue="intake",
    )


def _check(shift: Shift, wish: Wish) -> None:
    if wish.requirement not in {one.pk for one in shift.requirements.all()}:
        raise ValidationError({"requirement": _("Choose what you want to do on this shift.")})
    # "14" is 14 or 15: old enough for a shift from fourteen, not for one from sixteen.
    if int(wish.age_group) < shift.minimum_age and not _may_be_old_enough(shift, wish):
        raise TooYoung(
            {
                "age_group": _("This shift is for people of %(age)d or older.")
                % {"age": shift.minimum_age}
            }
        )
    is_named = wish.guardian_name and wish.guardian_email
    if int(wish.age_group) < 16 and not is_named:
        raise ValidationError(
            {"guardian_email": _("Name a parent or guardian, whom we ask by e-mail to agree.")}
        )


def _may_be_old_enough(shift: Shift, wish: Wish) -> bool:
    """An age between is asked of the person on the day."""
    return OLDEST[wish.age_group] >= shift.minimum_age


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
        if known is not None and known.is_standing:
            # The mail says so; nobody else learns it.
            known.signed_up_at = max(known.signed_up_at, signed_up_at)
            enqueue_mail(known, "again")
            return
        if requirement is None or (known is not None and _is_overtaken(known, signed_up_at)):
            return
        signup = known or ShiftSignup(shift=shift, person_key=key)
        if known is not None and known.has_place and known.requirement_id != requirement.pk:
            take(known.requirement_id, -1)
            known.has_place = False
        signup.requirement = requirement
        _fill(signup, wish, signed_up_at)
        if not signup.has_place and shift.takes_people and fits(requirement):
            take(requirement.pk)
            signup.has_place = True
        signup.save()
        _name_guardian(signup, wish)
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
        _check(shift, wish)
        signup = shift.signups.of(person.pk).first()
        if signup is not None and signup.is_standing:
            return signup
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        signup = signup or ShiftSignup(shift=shift, person_key=person.pk)
        if signup.has_place and signup.requirement_id != requirement.pk:
            take(signup.requirement_id, -1)
            signup.has_place = False
        signup.requirement = requirement
        _fill(signup, wish, now)
        signup.save()
        _name_guardian(signup, wish)
        _settle(signup, shift, now)
    return signup


def confirm_signup(signup: ShiftSignup) -> ShiftSignup:
    """Confirm the address: the sign-up is `confirmed`, `waiting` or waits for a `guardian`.

    Raises ShiftIsClosed when the shift takes nobody any more, and Clash with the shift that
    the person has at that time: nothing has changed then, and the place is held on.
    """
    with transaction.atomic():
        person = hold_person(signup.person_key)
        shift = hold_shift(signup.shift_id)
        row = ShiftSignup.objects.get(pk=signup.pk)
        if row.state != State.PENDING:
            return row
        if not shift.takes_people:
            raise ShiftIsClosed
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        _remember(person, row)
        _settle(row, shift, timezone.now())
    return row


def accept_offer(signup: ShiftSignup) -> bool:
    """Take the place that was offered; False where the offer ran out or was given on.

    Raises ShiftIsClosed, and Clash with what the person has taken meanwhile.
    """
    with transaction.atomic():
        person = hold_person(signup.person_key)
        shift = hold_shift(signup.shift_id)
        if shift.state != Shift.State.OPEN:
            raise ShiftIsClosed
        row = ShiftSignup.objects.get(pk=signup.pk)
        if not row.has_open_offer:
            return False
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        _settle(row, shift, timezone.now())
    signup.refresh_from_db()
    return True


def leave_shift(signup: ShiftSignup) -> bool:
    """Give the place back, pass the offer on, or leave the list; False where it was over, or
    the shift has been helped at."""
    with transaction.atomic():
        hold_person(signup.person_key)
        hold_shift(signup.shift_id)
        row = ShiftSignup.objects.get(pk=signup.pk)
        if row.state in (State.CANCELLED, State.LAPSED) or row.presence:
            return False
        had_place = row.has_place
        end(row, State.CANCELLED, timezone.now())
        if had_place:
            enqueue_offers(row.shift_id)
        enqueue_mail(row, "left")
    signup.refresh_from_db()
    return True


def answer_for_minor(guardian: Guardian, *, agrees: bool) -> bool:
    """A guardian agrees or refuses; False where that has been answered, or is too late."""
    now = timezone.now()
    with transaction.atomic():
        signup = ShiftSignup.objects.get(pk=guardian.pk)
        hold_person(signup.person_key)
        shift = hold_shift(signup.shift_id)
        row = ShiftSignup.objects.get(pk=guardian.pk)
        if row.state != State.GUARDIAN or shift.state != Shift.State.OPEN:
            return False
        answer = Guardian.Answer.AGREED if agrees else Guardian.Answer.REFUSED
        Guardian.objects.filter(pk=guardian.pk).update(answer=answer, answered_at=now)
        if agrees:
            _settle(row, shift, now)
        else:
            end(row, State.CANCELLED, now)
            enqueue_offers(row.shift_id)
            enqueue_mail(row, "guardian_refused")
    guardian.refresh_from_db()
    return True


def look_for_stand_in(signup: ShiftSignup, *, is_wanted: bool = True) -> bool:
    """Say that somebody else may have the place; one comes as long as nobody has taken it.

    Those who wait, and who agreed to be asked, are written to by a job.
    """
    now = timezone.now()
    confirmed = ShiftSignup.objects.confirmed().filter(pk=signup.pk, shift__starts_at__gt=now)
    if not is_wanted:
        return bool(confirmed.update(stand_in_wanted_at=None))
    with transaction.atomic():
        if not confirmed.filter(stand_in_wanted_at=None).update(stand_in_wanted_at=now):
            return False
        enqueue(
            "volunteers.ask_for_stand_in",
            {"signup": str(signup.pk)},
            key=f"volunteers.ask_for_stand_in:{signup.pk}:{now.timestamp()}",
        )
    return True


def stand_in(
    signup: ShiftSignup, volunteer: Volunteer, wish: Wish | None = None
) -> ShiftSignup | None:
    """Take the place over from somebody who looks for a stand-in; None where it is gone.

    `wish` brings age and guardian, as for `take_shift`. Raises Clash, ShiftIsClosed, TooYoung
    and ValidationError. Of several who press at once one stands in.
    """
    requirement = signup.requirement_id
    wish = wish or Wish(volunteer.name, volunteer.email, volunteer.language, requirement)
    now = timezone.now()
    with transaction.atomic():
        people = hold_people([signup.person_key, volunteer.pk])
        shift = hold_shift(signup.shift_id)
        if not shift.takes_people:
            raise ShiftIsClosed
        row = ShiftSignup.objects.filter(
            pk=signup.pk, state=State.CONFIRMED, stand_in_wanted_at__isnull=False
        ).first()
        if row is None or row.person_key == volunteer.pk:
            return None
        _check(shift, replace(wish, requirement=row.requirement_id))
        person = people[volunteer.pk]
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        mine = shift.signups.of(person.pk).first()
        if mine is not None and mine.state in (State.CONFIRMED, State.GUARDIAN):
            return None
        if mine is not None and mine.has_place:
            take(mine.requirement_id, -1)
            mine.has_place = False
        end(row, State.CANCELLED, now)
        enqueue_mail(row, "stand_in_found")
        mine = mine or ShiftSignup(shift=shift, person_key=person.pk)
        mine.requirement_id = row.requirement_id
        _fill(mine, wish, now)
        # The place goes from hand to hand, past those who wait: they were asked as well.
        take(row.requirement_id)
        mine.has_place = True
        mine.save()
        _name_guardian(mine, wish)
        _settle(mine, shift, now)
    return mine


def _settle(signup: ShiftSignup, shift: Shift, now: datetime) -> None:
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
        enqueue_mail(signup, "to_guardian")


def _lacks_guardian(signup: ShiftSignup) -> bool:
    if not signup.needs_guardian:
        return False
    agreed = Guardian.objects.filter(pk=signup.pk, answer=Guardian.Answer.AGREED)
    return not agreed.exists()


def _remember(person: Volunteer, signup: ShiftSignup) -> None:
    """What a confirmed mail proved: the person's page begins with it; later words stay."""
    if person.email:
        return
    person.name, person.email, person.language = signup.name, signup.email, signup.language
    person.save(update_fields=["name", "email", "language"])


def _name_guardian(signup: ShiftSignup, wish: Wish) -> None:
    Guardian.objects.filter(pk=signup.pk).delete()
    if signup.needs_guardian:
        Guardian.objects.create(signup=signup, name=wish.guardian_name, email=wish.guardian_email)


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


def _fill(signup: ShiftSignup, wish: Wish, signed_up_at: datetime) -> None:
    if signup.state != State.PENDING:
        # One that is over begins anew, and gets its mail at once.
        signup.mailed_at = None
    signup.state = State.PENDING
    signup.name, signup.email, signup.language = wish.name, wish.email, wish.language
    signup.age_group, signup.source = wish.age_group, wish.source[:40]
    signup.signed_up_at = signed_up_at
    signup.confirmed_at = signup.offered_until = signup.ended_at = None
    signup.stand_in_wanted_at = None
    signup.reminders = 0
