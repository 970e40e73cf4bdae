"""What visitors read: the programmes there are, and one by its days, places and needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404

from events.models import (
    FEATURES,
    Event,
    EventHost,
    EventText,
    Presence,
    Programme,
    ProgrammeEntry,
    ProgrammeEntryQuerySet,
    ProgrammeQuerySet,
    ProgrammeText,
    StageText,
)
from languages.models import texts_of
from pictures.models import pictures_of

QUARTER = timedelta(minutes=15)
# What goes on longer than this fills the day it begins on, and no more.
LONGEST_DAY = timedelta(hours=26)


def programmes_to_list(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """With their words, pictures, who edits them, and how many events they show."""
    shown = Q(entries__in=ProgrammeEntry.objects.shown())
    return (
        programmes.annotate(event_count=Count("entries", filter=shown))
        .select_related("organisation")
        .with_texts()
        .prefetch_related(pictures_of("picture"))
    )


def programme_page(programmes: ProgrammeQuerySet, slug: str) -> dict[str, Any]:
    """The programme, its umbrella and its parts. Raises Http404."""
    parts = Prefetch(
        "parts", programmes_to_list(Programme.objects.listed()), to_attr="shown_parts"
    )
    parents = Prefetch("parent", Programme.objects.public().with_texts())
    found = programmes_to_list(programmes).prefetch_related(parts, parents)
    return {"programme": get_object_or_404(found, slug=slug)}


def entries_to_read(entries: Any) -> list[ProgrammeEntry]:
    """With all that a programme shows of them, by time; a fixed number of queries."""
    events = Prefetch("event", Event.objects.with_faces())
    found = entries.select_related("stage").prefetch_related(
        events, "changes", texts_of(StageText, "stage__texts")
    )
    return sorted(found, key=lambda entry: (entry.event.starts_at, entry.event.slug))


def entries_to_decide(entries: ProgrammeEntryQuerySet) -> ProgrammeEntryQuerySet:
    """With all that both sides see of them before it is decided; a fixed number of queries."""
    return entries.select_related(
        "programme__organisation", "event__venue__keeper", "stage__venue", "decided_by"
    ).prefetch_related(
        Prefetch("event__hosts", EventHost.objects.select_related("organisation")),
        "event__speakers",
        texts_of(StageText, "stage__texts"),
        texts_of(EventText, "event__texts"),
        texts_of(ProgrammeText, "programme__texts"),
    )


def places_of(entries: Iterable[ProgrammeEntry]) -> list[tuple[str, str]]:
    """The places that entries have, (key, name): stages in their order, then venues by name."""
    known = {place[0]: place[1] for entry in entries if (place := entry.place)}

    def order(item: tuple[str, Any]) -> tuple[Any, ...]:
        key, thing = item
        return (0, thing.position, thing.pk) if key.startswith("stage") else (1, str(thing), 0)

    return [(key, str(thing)) for key, thing in sorted(known.items(), key=order)]


def chosen(entries: Iterable[ProgrammeEntry], wanted: Mapping[str, Any]) -> list[ProgrammeEntry]:
    """Those that a visitor looks for: `place` (a key), `language`, `audience`, `features`."""
    return [entry for entry in entries if _fits(entry, wanted)]


class Cell(NamedTuple):
    """A piece of a row of the timetable, `quarters` of an hour long; without an entry empty."""

    quarters: int
    entry: ProgrammeEntry | None


class Row(NamedTuple):
    """A place and its lanes: a second one where two things are there at the same time."""

    place: str
    lanes: list[list[Cell]]


@dataclass(frozen=True)
class Day:
    """One day of a programme, by the clock on the wall there."""

    date: date
    entries: list[ProgrammeEntry]
    # Full hours, as they stand above the timetable; after midnight they go on with 24.
    hours: range
    rows: list[Row]

    @property
    def hour_names(self) -> list[str]:
        return [f"{hour % 24:02}:00" for hour in self.hours]


def days_of(entries: Iterable[ProgrammeEntry]) -> list[Day]:
    """The entries, which come by time, under their days, each with its timetable."""
    return [
        _day(day, list(group))
        for day, group in groupby(entries, key=lambda entry: entry.event.starts_there.date())
    ]


def _day(day: date, entries: list[ProgrammeEntry]) -> Day:
    spans = {entry.pk: _quarters(entry.event, day) for entry in entries}
    first = min(begin for begin, _end in spans.values()) // 4
    last = -(-max(end for _begin, end in spans.values()) // 4)
    names = dict(places_of(entries))
    rows = []
    for key, name in [*names.items(), ("", "")]:
        here = [one for one in entries if (one.place[0] if one.place else "") == key]
        if here:
            rows.append(Row(name, list(_lanes(here, spans, first * 4, last * 4))))
    return Day(day, entries, range(first, last), rows)


def _quarters(event: Event, day: date) -> tuple[int, int]:
    """From when to when on the wall, in quarters of an hour since the day began."""
    midnight = datetime.combine(day, datetime.min.time())
    begin = event.starts_there.replace(tzinfo=None) - midnight
    end = min(event.ends_there.replace(tzinfo=None) - midnight, LONGEST_DAY)
    first = begin // QUARTER
    return first, max(-(-end // QUARTER), first + 1)


def _lanes(
    entries: Collection[ProgrammeEntry], spans: Mapping[int, tuple[int, int]], start: int, end: int
) -> Iterable[list[Cell]]:
    """Each lane holds what does not overlap; empty cells fill what is between."""
    lanes: list[tuple[int, list[Cell]]] = []
    for entry in entries:
        begin, over = spans[entry.pk]
        number = next((n for n, (free, _cells) in enumerate(lanes) if free <= begin), None)
        free, cells = (start, []) if number is None else lanes[number]
        if begin > free:
            cells.append(Cell(begin - free, None))
        cells.append(Cell(over - begin, entry))
        if number is None:
            lanes.append((over, cells))
        else:
            lanes[number] = over, cells
    for free, cells in lanes:
        if end > free:
            cells.append(Cell(end - free, None))
        yield cells


def _fits(entry: ProgrammeEntry, wanted: Mapping[str, Any]) -> bool:
    event = entry.event
    if (place := wanted.get("place")) and (entry.place is None or entry.place[0] != place):
        return False
    language = wanted.get("language")
    if language and language not in {one.language for one in event.languages.all()}:
        return False
    audience = wanted.get("audience")
    if audience and event.audience not in (audience, Event.Audience.EVERYBODY):
        return False
    return all(
        event.offers(feature) == Presence.YES
        for feature in wanted.get("features") or ()
        if feature in FEATURES
    )
