"""Moving somebody who comes to another role or shift: what a coordinator does on the board.

Nobody is put on a shift without their own word; whoever has given it for one is moved to
another only where that is free and they have the time, and is told once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import enqueue
from privacy import audit
from volunteers.models import (
    Requirement,
    RequirementLanguage,
    Shift,
    ShiftSignup,
    Supporter,
    VolunteerLanguage,
)
from volunteers.models.signups import OLDEST, REMIND_BEFORE
from volunteers.services.announcing import tell_of_signup
from volunteers.services.clashing import shifts_at_that_time
from volunteers.services.holding import hold_person, hold_shifts
from volunteers.services.matching import speaks_enough
from volunteers.services.places import enqueue_offers, fits, give_back, take

State = ShiftSignup.State
# Whoever drags somebody to the wrong place, and on, has them told of where they end up.
TOLD_AFTER = timedelta(minutes=2)


class LanguageUnknown(Exception):
    """The role needs one of the `needed` languages, and it is not known that they speak any of
    them well enough. Nothing has changed.

    Whoever has read it moves them all the same by giving back `mark`; where the role needs
    others meanwhile, that is told again.
    """

    def __init__(self, needed: Sequence[RequirementLanguage]) -> None:
        super().__init__()
        self.needed = needed
        said = sorted(f"{one.requirement_id}:{one.language}:{one.level}" for one in needed)
        self.mark = hashlib.sha256(" ".join(said).encode()).hexdigest()[:20]


def move(signup: ShiftSignup, requirement: Requirement, *, actor: User, knows: str = "") -> bool:
    """Give somebody who comes a place in another role or shift; False where they have it.

    Raises ValidationError with a sentence where they do not come, where that place is full or
    waited for, closed or for older people, Clash with what they do at that time, and
    LanguageUnknown unless `knows` is its mark.
    """
    with transaction.atomic():
        hold_person(signup.person_key)
        row = ShiftSignup.objects.get(pk=signup.pk)
        shifts = hold_shifts([row.shift_id, requirement.shift_id])
        # Read again: what is done to a sign-up is done while its shift is held.
        row = ShiftSignup.objects.select_related("shift__campaign").get(pk=signup.pk)
        target = shifts[requirement.shift_id]
        if row.requirement_id == requirement.pk:
            return False
        _check(row, target, requirement)
        for clash in shifts_at_that_time(row.person_key, target):
            if clash.shift.pk != row.shift_id:
                raise clash
        unknown = _language_unknown(row.person_key, target, requirement)
        if unknown is not None and unknown.mark != knows:
            raise unknown
        before = row.shift_id, row.requirement_id
        _clear_the_way(row, target)
        take(row.requirement_id, -1)
        take(requirement.pk)
        _place(row, target, requirement)
        enqueue_offers(before[0])
        audit.record(
            "volunteers.moved",
            actor,
            target,
            requirement=requirement.pk,
            was=before,
            over=unknown is not None,
        )
        enqueue(
            "volunteers.mail_moved",
            {"signup": str(row.pk), "was": before},
            due_at=timezone.now() + TOLD_AFTER,
            key=f"volunteers.mail_moved:{row.pk}",
            queue="mail",
        )
    signup.refresh_from_db()
    return True


def _check(row: ShiftSignup, target: Shift, requirement: Requirement) -> None:
    if row.state != State.CONFIRMED or row.presence or row.shift.is_over:
        raise ValidationError(_("Only somebody who comes, and has not been there yet, can move."))
    if not target.takes_people:
        raise ValidationError(_("This shift takes nobody, or not any more."))
    if target.campaign.lead_id != row.shift.campaign.lead_id:
        raise ValidationError(_("They gave their name to another organisation."))
    if row.needs_guardian and target.pk != row.shift_id:
        raise ValidationError(
            _("They are under sixteen, and a guardian agreed to this shift only.")
        )
    if target.minimum_age > OLDEST[row.age_group]:
        raise ValidationError(
            _("This shift is for people of %(age)d or older.") % {"age": target.minimum_age}
        )
    if not fits(requirement):
        raise ValidationError(_("There is no free place, or somebody waits for it."))


def _language_unknown(
    person_key: str, target: Shift, requirement: Requirement
) -> LanguageUnknown | None:
    """What somebody says of themselves, a campaign sees while they have joined it; of whoever
    has not, the answer is the same as of those who speak none of the languages."""
    needed = list(requirement.languages.all())
    if not needed:
        return None
    joined = Supporter.objects.of(person_key).joined().filter(campaign=target.campaign_id)
    spoken = VolunteerLanguage.objects.filter(volunteer=person_key) if joined.exists() else ()
    known = {one.language: one.level for one in spoken}
    return None if speaks_enough(known, needed) else LanguageUnknown(needed)


def _clear_the_way(row: ShiftSignup, target: Shift) -> None:
    """One person has one sign-up for a shift: what is over, or was never confirmed, goes."""
    if row.shift_id == target.pk:
        return
    other = target.signups.of(row.person_key).first()
    if other is None:
        return
    if other.is_standing:
        raise ValidationError(_("They are on the list of that shift already."))
    give_back(other)
    other.delete()


def _place(row: ShiftSignup, target: Shift, requirement: Requirement) -> None:
    is_elsewhere = row.shift_id != target.pk
    if is_elsewhere:
        tell_of_signup("shift_signup.cancelled", row)
        # At another time there are other days before; some of them are over.
        now = timezone.now()
        row.reminders = sum(now >= target.starts_at - before for before in REMIND_BEFORE)
        row.told_sequence = target.sequence
        row.stand_in_wanted_at = None
    row.shift, row.requirement = target, requirement
    row.save(
        update_fields=["shift", "requirement", "reminders", "told_sequence", "stand_in_wanted_at"]
    )
    if is_elsewhere:
        tell_of_signup("shift_signup.confirmed", row)
