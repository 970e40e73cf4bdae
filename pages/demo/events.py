"""The demo's Internationale Woche: places, programmes, stages, and what many hosts hold there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from events.models import (
    FEATURES,
    Event,
    EventHost,
    EventLanguage,
    EventPlaces,
    EventSpeaker,
    EventText,
    Programme,
    ProgrammeChange,
    ProgrammeEntry,
    ProgrammeText,
    Stage,
    StageText,
    Venue,
    VenueText,
)
from pages.demo import content
from pages.demo.hours import at
from pages.demo.pictures import show_picture
from pages.demo.rows import put, put_texts
from pages.demo.sources import SATURDAY
from partners.models import Organisation

# The week begins on the first Saturday that is so far away.
FROM_NOW = timedelta(days=18)
EDITED_BY = "integrationsrat-dortmund"
ANNOUNCED = timedelta(days=20)
PUBLISHED = timedelta(days=10)


def load_programmes(today: date) -> None:
    """Everything counts from `today`: the week is about three weeks ahead of it."""
    first = first_day(today)
    found = content.table("programme")
    venues = {one["slug"]: _load_venue(one, found["way"], today) for one in found["venues"]}
    programmes = {one["slug"]: _load_programme(one, first, today) for one in found["programmes"]}
    street = programmes["muensterstrassenfest"]
    stages = {
        one["slug"]: _load_stage(one, street, venues["demo-muensterstrasse"])
        for one in found["stages"]
    }
    hosts = {one.slug: one for one in Organisation.objects.all()}
    for day in content.tables("events"):
        for event in day["events"]:
            texts = {
                language: {**event[language], "description": found["note"][language]}
                for language in content.LANGUAGES
            }
            loaded = _load_event(event, texts, first + timedelta(days=day["day"]), venues, today)
            _load_people(loaded, event, hosts, venues[event["venue"]], today)
            programme = programmes[event.get("programme", "internationale-woche")]
            _load_entry(loaded, event, programme, stages.get(event.get("stage", "")), first, today)


def first_day(today: date) -> date:
    day = today + FROM_NOW
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)


def _load_venue(found: dict[str, Any], way: dict[str, str], today: date) -> Venue:
    keeper = found.get("keeper")
    access = found["access"]
    venue = put(
        Venue,
        {"slug": found["slug"]},
        name=found["name"],
        keeper=Organisation.objects.get(slug=keeper) if keeper else None,
        added_by=Organisation.objects.get(slug=keeper or EDITED_BY),
        street=found.get("street", ""),
        postcode=found["postcode"],
        district=found["district"],
        capacity=found.get("capacity"),
        checked_on=today - timedelta(days=30) if access else None,
        is_demo=True,
        **{name: access.get(name, "unknown") for name in FEATURES},
    )
    texts = {code: {"directions": found.get(code, way[code])} for code in content.LANGUAGES}
    put_texts(VenueText, venue, texts)
    return venue


def _load_programme(found: dict[str, Any], first: date, today: date) -> Programme:
    begin, end = found["days"]
    parent = found.get("parent")
    closes = found.get("hand_in_closes")
    programme = put(
        Programme,
        {"slug": found["slug"]},
        kind=found["kind"],
        organisation=Organisation.objects.get(slug=EDITED_BY),
        parent=Programme.objects.get(slug=parent) if parent else None,
        state=Programme.State.PUBLISHED,
        published_at=at(today - PUBLISHED, "09:00"),
        starts_on=first + timedelta(days=begin),
        ends_on=first + timedelta(days=end),
        hand_in_until=None if closes is None else at(first + timedelta(days=closes), "00:00"),
        is_demo=True,
    )
    put_texts(ProgrammeText, programme, content.texts_of(found))
    if "picture" in found:
        show_picture(programme, found["picture"])
    return programme


def _load_stage(found: dict[str, Any], programme: Programme, venue: Venue) -> Stage:
    stage = put(Stage, {"programme": programme, "position": found["position"]}, venue=venue)
    put_texts(StageText, stage, {code: {"name": found[code]} for code in content.LANGUAGES})
    return stage


def _load_event(
    found: dict[str, Any],
    texts: content.Texts,
    day: date,
    venues: dict[str, Venue],
    today: date,
) -> Event:
    begin, end = found["hours"]
    places, state = found.get("places"), found.get("state", Event.State.CONFIRMED)
    access = found.get("access", {})
    announced_at = at(today - ANNOUNCED, "08:00")
    is_cancelled = state == Event.State.CANCELLED
    event = put(
        Event,
        {"slug": found["slug"]},
        state=state,
        starts_at=at(day, begin),
        ends_at=at(day, end),
        venue=venues[found["venue"]],
        audience=found.get("audience", Event.Audience.EVERYBODY),
        is_free=found.get("is_free", True),
        entry=Event.Entry.REGISTRATION if places else Event.Entry.OPEN,
        capacity=places,
        published_at=announced_at,
        changed_at=announced_at,
        cancelled_at=at(today - timedelta(days=1), "10:00") if is_cancelled else None,
        is_demo=True,
        **{name: access.get(name, "") for name in FEATURES},
    )
    put_texts(EventText, event, texts)
    if places:
        EventPlaces.objects.get_or_create(event=event)
    return event


def _load_people(
    event: Event,
    found: dict[str, Any],
    hosts: dict[str, Organisation],
    venue: Venue,
    today: date,
) -> None:
    """Hosts, languages and speakers, once: what was decided in the demo stays."""
    if event.hosts.exists():
        return
    asked_at = at(today - ANNOUNCED - timedelta(days=5), "10:00")
    Role = EventHost.Role
    parts = [(found["lead"], Role.LEAD), *((slug, Role.CO_HOST) for slug in found.get("with", []))]
    if venue.keeper and venue.keeper.slug not in dict(parts):
        parts.append((venue.keeper.slug, Role.VENUE))
    EventHost.objects.bulk_create(
        EventHost(
            event=event,
            organisation=hosts[slug],
            role=role,
            state=EventHost.State.ACCEPTED,
            may_edit=role != Role.VENUE,
            position=place,
            asked_at=asked_at,
            decided_at=asked_at + timedelta(days=1),
        )
        for place, (slug, role) in enumerate(parts)
    )
    spoken, interpreted = found["spoken"], found.get("interpreted", [])
    EventLanguage.objects.bulk_create(
        EventLanguage(event=event, language=code, is_interpreted=code in interpreted)
        for code in [*spoken, *interpreted]
    )
    EventSpeaker.objects.bulk_create(
        EventSpeaker(event=event, name=name, about=about, position=place)
        for place, (name, about) in enumerate(found.get("speakers", []))
    )


def _load_entry(
    event: Event,
    found: dict[str, Any],
    programme: Programme,
    stage: Stage | None,
    first: date,
    today: date,
) -> None:
    """Its way into the programme, and what changed there since; once, as above."""
    state = found.get("entry", ProgrammeEntry.State.ACCEPTED)
    is_waiting = state == ProgrammeEntry.State.HANDED_IN
    handed_in_at = at(today - timedelta(days=1 if is_waiting else 18), "11:00")
    entry, is_new = ProgrammeEntry.objects.get_or_create(
        programme=programme,
        event=event,
        defaults={
            "state": state,
            "stage": stage,
            "note": found.get("note", ""),
            "reason": found.get("reason", ""),
            "handed_in_at": handed_in_at,
            "decided_at": None if is_waiting else handed_in_at + timedelta(days=2),
        },
    )
    if not is_new:
        return
    for change in found.get("changes", []):
        was = change.get("was")
        ProgrammeChange.objects.create(
            entry=entry,
            kind=change["kind"],
            at=at(today - timedelta(days=change["days_ago"]), "10:00"),
            was_at=at(first + timedelta(days=was[0]), was[1]) if was else None,
        )
