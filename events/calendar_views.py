"""Events for programs: calendars to take or to subscribe to, and a feed of what is new."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from events import calendars
from events.feeds import of_events
from events.forms.looking import EventFilter
from events.models import Event, EventQuerySet, Programme, ProgrammeEntry
from events.services.reading import fitting, held_by
from partners.models import Organisation
from web import feeds
from web.cache import cached_page
from web.downloads import Download
from web.pressure import Order, sheds

# A calendar asks every few hours: a minute makes none later.
FRESH_SECONDS = 60
# What an address of the list may ask of a calendar: it holds what was of itself.
CALENDAR_PARAMS = tuple(name for name in EventFilter.base_fields if name != "is_past")


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def one_event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file to take."""
    event = get_object_or_404(Event.objects.public().with_faces(), slug=slug)
    content = calendars.calendar_of([event], str(event))
    return Download(f"{event.slug}.ics", calendars.CONTENT_TYPE, content).answer()


@require_safe
@cached_page(FRESH_SECONDS, params=CALENDAR_PARAMS)
@sheds(Order.LISTS)
def listed(request: HttpRequest) -> HttpResponse:
    """Everything the list shows for this filter."""
    wanted = EventFilter(request.GET).wanted()
    return _answer(request, fitting(Event.objects.listed(), wanted), _("Events"))


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def of_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.public().with_texts(), slug=slug)
    return _answer(request, Event.objects.listed().filter(campaign=campaign), str(campaign))


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def of_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation holds, by its own word."""
    organisation = get_object_or_404(Organisation.objects.known(), slug=slug)
    return _answer(request, held_by(organisation), organisation.name)


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def of_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme shows, and each part that lies directly under it."""
    programme = get_object_or_404(Programme.objects.public().with_texts(), slug=slug)
    here = Q(programme=programme) | Q(programme__parent=programme)
    entries = ProgrammeEntry.objects.shown().filter(here)
    events = Event.objects.listed().filter(pk__in=entries.values("event"))
    return _answer(request, events, str(programme))


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed(request: HttpRequest) -> HttpResponse:
    """What was announced lately."""
    return _feed_of(
        request, Event.objects.listed(), title=_("Events"), page=reverse("events:list")
    )


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed_of_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.known(), slug=slug)
    page = organisation.get_absolute_url()
    return _feed_of(request, held_by(organisation), title=organisation.name, page=page)


def _answer(request: HttpRequest, events: EventQuerySet, name: str) -> HttpResponse:
    content = calendars.calendar_of(
        calendars.in_calendars(events), name, path=request.get_full_path()
    )
    return Download("events.ics", calendars.CONTENT_TYPE, content).answer(to_keep=False)


def _feed_of(request: HttpRequest, events: EventQuerySet, **about: Any) -> HttpResponse:
    newest = events.exclude(published_at=None).with_faces().order_by("-published_at", "-pk")
    return feeds.answer(request, of_events(newest[: feeds.MOST_ENTRIES]), **about)
