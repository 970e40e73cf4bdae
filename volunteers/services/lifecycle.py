"""A shift's way: published, cancelled, or deleted while nobody knew of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from events.models import Event
from privacy import audit
from volunteers.models import Shift
from volunteers.services.announcing import tell_of_cancelled_shift
from volunteers.services.holding import hold_shift
from volunteers.services.telling import tell_later

State = Shift.State


@transaction.atomic
def publish_shift(shift: Shift, *, actor: AbstractBaseUser) -> None:
    """Let people find the shift and sign up. Raises ValidationError while something is missing."""
    held = hold_shift(shift.pk)
    _need_state(held, State.DRAFT)
    if missing := what_shift_lacks(held):
        raise ValidationError(missing)
    Shift.objects.filter(pk=held.pk).update(state=State.OPEN, changed_at=timezone.now())
    audit.record("volunteers.shift_published", actor, held)
    shift.refresh_from_db()


def publish_drafts(shifts: Iterable[Shift], *, actor: AbstractBaseUser) -> tuple[int, int]:
    """Publish what is ready of these; how many were, and how many still lack something."""
    published = lacking = 0
    for shift in shifts:
        try:
            publish_shift(shift, actor=actor)
        except ValidationError:
            lacking += 1
        else:
            published += 1
    return published, lacking


@transaction.atomic
def cancel_shift(shift: Shift, *, actor: AbstractBaseUser) -> None:
    """Say for good that it does not take place. Its page stays, those on it are told once.

    Raises ValidationError for a draft, for one that is over, and for one cancelled before.
    """
    held = hold_shift(shift.pk)
    _need_state(held, State.OPEN)
    if held.is_over:
        raise ValidationError(_("This shift is over. What was done there stays on record."))
    now = timezone.now()
    Shift.objects.filter(pk=held.pk).update(
        state=State.CANCELLED, cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    tell_of_cancelled_shift(held)
    audit.record("volunteers.shift_cancelled", actor, held)
    shift.refresh_from_db()
    tell_later(shift)


@transaction.atomic
def cancel_all(shifts: Iterable[Shift], *, actor: AbstractBaseUser) -> int:
    """Cancel those of these that still can be; how many were. All at once, so that whoever
    comes to several hears of them together (services/telling.py)."""
    count = 0
    # They stay held until the end: in the order in which everybody holds several.
    for shift in sorted(shifts, key=lambda one: one.pk):
        try:
            cancel_shift(shift, actor=actor)
        except ValidationError:
            continue
        count += 1
    return count


@transaction.atomic
def delete_draft_shift(shift: Shift, *, actor: AbstractBaseUser) -> None:
    """Raises ValidationError for what was published once: that is cancelled instead."""
    held = hold_shift(shift.pk)
    if held.state != State.DRAFT or held.signups.exists():
        raise ValidationError(_("The shift was published. Cancel it instead of deleting it."))
    audit.record("volunteers.shift_deleted", actor, held)
    held.delete()


def what_shift_lacks(shift: Shift) -> list[str]:
    """What has to be done before people can sign up, a sentence each."""
    missing = []
    if not shift.texts.filter(language=settings.LANGUAGE_CODE).exclude(title="").exists():
        missing.append(_("Write the German title."))
    if not shift.planned_place_name:
        missing.append(_("Say where it is."))
    elif not shift.place_name:
        missing.append(_("Whoever keeps its venue has not agreed. Choose another place."))
    if not shift.requirements.exists():
        missing.append(_("Say how many people are needed, and for what."))
    if shift.ends_at <= timezone.now():
        missing.append(_("Its time is over. Choose one that is still to come."))
    if shift.campaign.state != Campaign.State.PUBLISHED:
        missing.append(_("Its campaign is not public, or not any more."))
    if shift.event is not None and shift.event.state == Event.State.CANCELLED:
        missing.append(_("Its event is cancelled. Choose another one or none."))
    return missing


def _need_state(shift: Shift, state: str) -> None:
    if shift.state != state:
        raise ValidationError(
            _("This shift is %(state)s now, so that is not possible."),
            params={"state": shift.get_state_display()},
        )
