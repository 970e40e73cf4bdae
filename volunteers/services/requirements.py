"""How many people a shift needs, for what, and who speak which languages.

The shift's row is held by whatever changes that, since it is held by whoever takes a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from privacy import audit
from volunteers.models import Requirement, RequirementLanguage, Shift, ShiftSignup
from volunteers.services.holding import hold_shift
from volunteers.services.places import enqueue_offers

# More than that nobody reads before signing up.
MOST = 12
State = ShiftSignup.State


@dataclass(frozen=True)
class Need:
    """So many people in one role; `languages` maps a language to the level that is enough."""

    role: str
    minimum: int
    maximum: int
    languages: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_requirement(shift: Shift, need: Need, *, actor: AbstractBaseUser) -> Requirement:
    """Ask for more people on a shift. Raises ValidationError where that makes no sense."""
    held = _held(shift.pk)
    if held.requirements.count() >= MOST:
        raise ValidationError(
            _("A shift has at most %(most)d requirements. Make a second shift."),
            params={"most": MOST},
        )
    last = held.requirements.aggregate(last=Max("position"))["last"]
    requirement = write_need(held, need, position=0 if last is None else last + 1)
    audit.record("volunteers.requirement_added", actor, held, **_told(need))
    return requirement


@transaction.atomic
def change_requirement(requirement: Requirement, need: Need, *, actor: AbstractBaseUser) -> None:
    """Change what is needed. A lower maximum takes nobody's place away; of a higher one those
    who wait are offered what is free.

    Raises ValidationError where somebody signed up for another role, or the numbers make no
    sense.
    """
    held = _held(requirement.shift_id)
    known = held.requirements.filter(pk=requirement.pk).first()
    if known is None:
        raise ValidationError(_("This requirement has been removed meanwhile."))
    signed_up = known.signups.exclude(state__in=(State.CANCELLED, State.LAPSED))
    if need.role != known.role and signed_up.exists():
        raise ValidationError(
            {"role": _("People have signed up for this. Add another requirement instead.")}
        )
    is_raised = need.maximum > known.maximum
    write_need(held, need, position=known.position, known=known)
    if is_raised and known.signups.waiting().exists():
        enqueue_offers(held.pk)
    audit.record("volunteers.requirement_changed", actor, held, **_told(need))
    requirement.refresh_from_db()


@transaction.atomic
def remove_requirement(requirement: Requirement, *, actor: AbstractBaseUser) -> None:
    """Take back what nobody has signed up for. Raises ValidationError for anything else."""
    held = _held(requirement.shift_id)
    known = held.requirements.filter(pk=requirement.pk).first()
    if known is None:
        return
    if known.signups.exclude(state__in=(State.CANCELLED, State.LAPSED)).exists():
        raise ValidationError(
            _(
                "People have signed up for this, and count on it. Lower the numbers, or move "
                "them to something else first."
            )
        )
    if known.signups.exists():
        raise ValidationError(
            _("People had signed up for this, so it stays on record. Lower the numbers instead.")
        )
    if held.state == Shift.State.OPEN and held.requirements.count() == 1:
        raise ValidationError(
            _("It is the only one: nobody could sign up any more. Cancel the shift instead.")
        )
    audit.record("volunteers.requirement_removed", actor, held, role=known.role)
    known.delete()


def write_need(
    shift: Shift, need: Need, *, position: int, known: Requirement | None = None
) -> Requirement:
    """Store a requirement with its languages; raises ValidationError for impossible numbers."""
    if need.maximum < max(1, need.minimum):
        raise ValidationError(
            {"maximum": _("At most can't be fewer than at least. Check both numbers.")}
        )
    requirement = known or Requirement(shift=shift)
    requirement.role, requirement.position = need.role, position
    requirement.minimum, requirement.maximum = need.minimum, need.maximum
    if known is None:
        requirement.save()
    else:
        # Not `taken`, which belongs to those who hold places.
        requirement.save(update_fields=["role", "position", "minimum", "maximum"])
        requirement.languages.all().delete()
    RequirementLanguage.objects.bulk_create(
        RequirementLanguage(requirement=requirement, language=code, level=level)
        for code, level in need.languages.items()
    )
    return requirement


def _held(shift_id: int) -> Shift:
    held = hold_shift(shift_id)
    if held.state == Shift.State.CANCELLED:
        raise ValidationError(_("This shift is cancelled. Nothing about it changes any more."))
    return held


def _told(need: Need) -> dict[str, object]:
    return {
        "needed": need.role,
        "minimum": need.minimum,
        "maximum": need.maximum,
        "languages": sorted(need.languages),
    }
