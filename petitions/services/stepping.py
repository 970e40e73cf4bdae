"""The steps on a petition's way that people write themselves: milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from languages import editing
from petitions.models import Petition, PetitionStep
from privacy import audit


@transaction.atomic
def add_step(
    petition: Petition, on: date, words: Mapping[str, str], *, actor: AbstractBaseUser
) -> PetitionStep:
    """Note a milestone, with its German words (title, body)."""
    step = PetitionStep.objects.create(petition=petition, happened_on=on)
    editing.write(step, settings.LANGUAGE_CODE, words, seen=editing.NOTHING)
    audit.record("petitions.step_added", actor, step)
    return step


@transaction.atomic
def move_step(step: PetitionStep, on: date, *, actor: AbstractBaseUser) -> None:
    """Set the day on which it happened."""
    step.happened_on = on
    step.save(update_fields=["happened_on"])
    audit.record("petitions.step_moved", actor, step)


@transaction.atomic
def remove_step(step: PetitionStep, *, actor: AbstractBaseUser) -> None:
    """Take a milestone away. A handover and an answer happened, and stay."""
    if step.kind != PetitionStep.Kind.MILESTONE:
        raise ValidationError(_("Only milestones can be taken away."))
    audit.record("petitions.step_removed", actor, step)
    step.delete()
