"""Telling those who are on a shift that it has changed, each of them once."""

from __future__ import annotations

from jobs.services import enqueue
from volunteers.models import Shift


def tell_later(shift: Shift) -> None:
    """Have everybody told who is on the shift; call it in the transaction of the change."""
    if shift.state != Shift.State.DRAFT:
        enqueue(
            "volunteers.tell",
            {"shift": shift.pk},
            key=f"volunteers.tell:{shift.pk}:{shift.sequence}",
        )
