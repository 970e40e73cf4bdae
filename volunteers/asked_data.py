"""Who was asked to a shift: as long as nobody is to ask them again, and not in anybody's way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.registry import PersonalData, register
from privacy.retention import rule
from volunteers.models import ShiftAsk

ASKS_KEPT = timedelta(days=14)


def register_all() -> None:
    register(PersonalData("volunteers_asked", export, erase))
    rule(
        model="volunteers.ShiftAsk",
        name=_("That you were asked to help on a shift"),
        fields=("person_key",),
        basis=_("Your consent to be asked (Art. 6 (1) a GDPR)."),
        keeps=_("Until 14 days after the shift, so that nobody asks you twice."),
        after=ASKS_KEPT,
        run=delete_old,
    )


def export(person_key: str) -> dict[str, Any]:
    mine = ShiftAsk.objects.filter(person_key=person_key).order_by("pk")
    return {
        "asked_to_shifts": [
            {"shift": one.shift_id, "asked_at": one.asked_at.isoformat()} for one in mine
        ]
    }


def erase(person_key: str) -> None:
    ShiftAsk.objects.filter(person_key=person_key).delete()


def delete_old() -> int:
    over = ShiftAsk.objects.filter(shift__ends_at__lt=timezone.now() - ASKS_KEPT)
    return over.delete()[0]
