"""What somebody wants who takes a shift, and whether they may: for forms, own pages and moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from privacy import secrets
from privacy.person import person_key
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.models.signups import GUARDED_BELOW, OLDEST

State = ShiftSignup.State
# The purpose of the link by which a guardian answers.
GUARDIAN = "volunteers.guardian"


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


def check_wish(shift: Shift, wish: Wish) -> None:
    """Raise ValidationError, or TooYoung, with a sentence for whoever typed it."""
    if wish.requirement not in {one.pk for one in shift.requirements.all()}:
        raise ValidationError({"requirement": _("Choose what you want to do on this shift.")})
    check_age(shift, wish.age_group)
    if int(wish.age_group) >= GUARDED_BELOW:
        return
    if not (wish.guardian_name and wish.guardian_email):
        raise ValidationError(
            {"guardian_email": _("Name a parent or guardian, whom we ask by e-mail to agree.")}
        )
    if person_key(wish.guardian_email) == person_key(wish.email):
        raise ValidationError(
            {"guardian_email": _("Give your parent's or guardian's own e-mail address here.")}
        )


def check_age(shift: Shift, age_group: str) -> None:
    """Raise TooYoung where nobody of this age may help; an age between is asked on the day."""
    # "14" is 14 or 15: old enough for a shift from fourteen, not for one from sixteen.
    if OLDEST[age_group] < shift.minimum_age:
        raise TooYoung(
            {
                "age_group": _("This shift is for people of %(age)d or older.")
                % {"age": shift.minimum_age}
            }
        )


def fill(signup: ShiftSignup, wish: Wish, signed_up_at: datetime) -> None:
    """Write down a wish as one that is not confirmed yet; the caller saves."""
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


def name_guardian(signup: ShiftSignup, wish: Wish) -> None:
    """Keep whom to ask, where somebody has to be; what was answered before is gone."""
    Guardian.objects.filter(pk=signup.pk).delete()
    # Whoever was named before answers nothing any more.
    secrets.revoke(GUARDIAN, person_key=signup.person_key, subject_id=signup.pk)
    if signup.needs_guardian:
        Guardian.objects.create(signup=signup, name=wish.guardian_name, email=wish.guardian_email)
