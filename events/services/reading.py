"""What visitors read: the events to come, and one event's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from campaigns.models import CampaignText
from events.models import FEATURES, Event, EventHost, EventQuerySet, VenueText
from events.models.events import venue_may_be_told
from events.models.notices import notices_of
from events.models.programmes import shown_programmes_of
from events.services.repeating import others_of_series
from languages.models import texts_of
from partners.models import Organisation

# Of a series, on each date's page.
DATES_SHOWN = 12


def listed_events(wanted: Mapping[str, Any]) -> EventQuerySet:
    """Listed events as a filter asks for them, those that come first; past ones latest first.

    `wanted` may hold `q`, `day` (a date, local time), `language`, `audience`, `district`,
    `features` (names from FEATURES), `is_free` and `is_past`.
    """
    events = fitting(Event.objects.listed(), wanted)
    if not wanted.get("day"):
        is_past = wanted.get("is_past")
        events = events.past().order_by("-starts_at", "slug") if is_past else events.coming()
    return events.with_faces()


def fitting(events: EventQuerySet, wanted: Mapping[str, Any]) -> EventQuerySet:
    """Those that fit a filter, whether they are over or not."""
    if day := wanted.get("day"):
        events = events.filter(starts_at__lt=_midnight(day, 1), ends_at__gt=_midnight(day))
    if words := wanted.get("q"):
        events = events.filter(
            Q(texts__title__icontains=words)
            | Q(texts__summary__icontains=words)
            | Q(venue__name__icontains=words) & venue_may_be_told()
        ).distinct()
    if language := wanted.get("language"):
        events = events.held_in(language)
    if audience := wanted.get("audience"):
        events = events.filter(audience__in=[audience, Event.Audience.EVERYBODY])
    if district := wanted.get("district"):
        events = events.filter(venue_may_be_told(), venue__district=district)
    if wanted.get("is_free"):
        events = events.filter(is_free=True)
    for feature in wanted.get("features") or ():
        events = events.offering(feature)
    return events


def with_hosts(events: EventQuerySet) -> EventQuerySet:
    """With every part somebody has or had in them: what the rules and the pages ask for."""
    hosts = EventHost.objects.select_related("organisation", "decided_by")
    return events.select_related("venue__keeper").prefetch_related(Prefetch("hosts", hosts))


def held_by(organisation: Organisation) -> EventQuerySet:
    """Listed events that an organisation holds, by its own word."""
    hosts = EventHost.objects.shown().filter(organisation=organisation)
    return Event.objects.listed().filter(pk__in=hosts.values("event"))


def by_day(events: Iterable[Event]) -> list[tuple[date, list[Event]]]:
    """The events in the order they come, under the local day on which each starts."""
    return [
        (day, list(group))
        for day, group in groupby(events, key=lambda event: event.starts_there.date())
    ]


def page_of(events: EventQuerySet, slug: str) -> dict[str, Any]:
    """What an event's page shows. Raises Http404."""
    found = events.with_faces().select_related("venue__keeper", "campaign")
    event = get_object_or_404(
        found.prefetch_related(
            "speakers",
            notices_of(),
            shown_programmes_of(),
            texts_of(VenueText, "venue__texts"),
            texts_of(CampaignText, "campaign__texts"),
        ),
        slug=slug,
    )
    return {
        "event": event,
        "venue": event.agreed_venue,
        "hosts": event.shown_hosts,
        "access": [(name, words, event.offers(name)) for name, words in FEATURES.items()],
        "more_dates": list(others_of_series(event)[:DATES_SHOWN]),
        "is_one_day": event.starts_there.date() == event.ends_there.date(),
    }


def _midnight(day: date, days_later: int = 0) -> datetime:
    """When a day begins in the city, also where the clocks change on it."""
    there = ZoneInfo(settings.TIME_ZONE)
    return timezone.make_aware(datetime.combine(day + timedelta(days=days_later), time.min), there)
