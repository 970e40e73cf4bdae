"""What gets in each other's way: one place, one organisation or one speaker twice at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventHost, ProgrammeEntry, Stage


class Matter(models.TextChoices):
    PLACE = "place", _("The place is taken")
    HOST = "host", _("An organisation would be at two places")
    SPEAKER = "speaker", _("Somebody would speak at two places")
    DAYS = "days", _("This is not within the days of the programme")


@dataclass(frozen=True)
class Clash:
    """`event` is the other one (None where the days don't fit); `who` the place or the name."""

    matter: Matter
    event: Event | None
    who: str = ""


def clashes_of(
    entry: ProgrammeEntry, starts_at: datetime, ends_at: datetime, stage: Stage | None
) -> list[Clash]:
    """What this time and stage would get in the way of; a fixed number of queries.

    Looks at whatever everybody finds, and at what this programme has accepted or placed. Drafts
    elsewhere, and what only who has the link may know of, are nobody's business here.
    """
    event, found = entry.event, []
    day = starts_at.astimezone(event.zone).date()
    if not entry.programme.starts_on <= day <= entry.programme.ends_on:
        found.append(Clash(Matter.DAYS, None))
    hosts = {host.organisation_id for host in event.hosts.all() if _is_there(host)}
    speakers = {same_name(speaker.name) for speaker in event.speakers.all()}
    venue_id = stage.venue_id if stage else event.venue_id
    for other in _at_the_same_time(entry, starts_at, ends_at):
        theirs = next(iter(other.placed), None)  # type: ignore[attr-defined]
        if _share_a_place(stage, venue_id, theirs, other):
            found.append(Clash(Matter.PLACE, other, str(stage or other.venue)))
        found += [
            Clash(Matter.HOST, other, host.organisation.name)
            for host in other.hosts.all()
            if _is_there(host) and host.organisation_id in hosts
        ]
        found += [
            Clash(Matter.SPEAKER, other, speaker.name)
            for speaker in other.speakers.all()
            if same_name(speaker.name) in speakers
        ]
    return found


def same_name(name: str) -> str:
    """By what two spellings of one name are alike: neither case nor spaces count."""
    return "".join(name.casefold().split())


def _at_the_same_time(
    entry: ProgrammeEntry, starts_at: datetime, ends_at: datetime
) -> Iterable[Event]:
    """The others, with hosts and speakers, and `placed`: their entry in this programme."""
    live = ProgrammeEntry.objects.filter(
        state__in=[ProgrammeEntry.State.HANDED_IN, ProgrammeEntry.State.ACCEPTED]
    )
    here: QuerySet[Any] = live.filter(programme=entry.programme_id)
    near = Event.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    listed = Q(state=Event.State.CONFIRMED, visibility=Event.Visibility.LISTED)
    known = listed | Q(programme_entries__in=here.accepted())  # type: ignore[attr-defined]
    return (
        near.filter(known)
        .exclude(pk=entry.event_id)
        .exclude(state__in=[Event.State.CANCELLED, Event.State.POSTPONED])
        .distinct()
        .select_related("venue")
        .with_texts()
        .prefetch_related(
            models.Prefetch("hosts", EventHost.objects.select_related("organisation")),
            "speakers",
            models.Prefetch("programme_entries", here, to_attr="placed"),
        )
    )


def _share_a_place(
    stage: Stage | None, venue_id: int | None, theirs: ProgrammeEntry | None, other: Event
) -> bool:
    """One stage; or one venue, unless each has a stage of its own there."""
    their_stage = theirs.stage_id if theirs else None
    if stage is not None and their_stage is not None:
        return stage.pk == their_stage
    return venue_id is not None and venue_id == other.venue_id


def _is_there(host: EventHost) -> bool:
    """Whose people have to be there; a supporter's or the venue's need not."""
    return host.state == EventHost.State.ACCEPTED and host.role in (
        EventHost.Role.LEAD,
        EventHost.Role.CO_HOST,
    )
