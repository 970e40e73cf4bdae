"""Marking on published programmes what visitors must notice: new, moved, elsewhere, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from events.models import Event, ProgrammeChange, ProgrammeEntry

Kind = ProgrammeChange.Kind


def mark(event: Event, kinds: Iterable[str], *, was_at: datetime | None = None) -> None:
    """Mark the event in each published programme that shows it. `was_at`: its earlier begin."""
    entries = ProgrammeEntry.objects.shown().filter(
        event=event, programme__published_at__isnull=False
    )
    ProgrammeChange.objects.bulk_create(
        ProgrammeChange(entry=entry, kind=kind, was_at=was_at if kind == Kind.MOVED else None)
        for entry in entries
        for kind in kinds
    )


def mark_change(before: Event, after: Event) -> None:
    """Mark what differs between how the event was and how it is now."""
    kinds = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        kinds.append(Kind.MOVED)
    if before.venue_id != after.venue_id:
        kinds.append(Kind.PLACE)
    if kinds:
        # A new end alone leaves nothing to say about the begin.
        is_other_begin = before.starts_at != after.starts_at
        mark(after, kinds, was_at=before.starts_at if is_other_begin else None)


def mark_new_state(before: str, after: Event) -> None:
    """Mark that the event is cancelled, or that it is announced only now."""
    if after.state == Event.State.CANCELLED:
        mark(after, [Kind.CANCELLED])
    elif before == Event.State.DRAFT and after.state == Event.State.CONFIRMED:
        mark(after, [Kind.ADDED])
