"""What is on, in a frame on the website of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from events.models import Event, EventQuerySet
from events.services.reading import by_day, held_by
from partners.embedding import PARAMS, Frame, frame_of, framed, render_framed
from web.cache import cached_page
from web.pressure import Order, sheds

# More are on the platform itself, where one can choose among them.
MOST_SHOWN = 12


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.LISTS)
def of_organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    frame = frame_of(request, organisation)
    return _list(request, frame, held_by(frame.organisation), frame.organisation.name)


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.LISTS)
def of_campaign(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Whoever holds them: what belongs to a campaign that the organisation carries."""
    frame = frame_of(request, organisation)
    carried = Campaign.objects.public().carried_by(frame.organisation)
    campaign = get_object_or_404(carried.with_texts(), slug=slug)
    events = Event.objects.listed().filter(campaign=campaign)
    return _list(request, frame, events, str(campaign))


def _list(request: HttpRequest, frame: Frame, events: EventQuerySet, whose: str) -> HttpResponse:
    context = {
        "title": _("Events: %(name)s") % {"name": whose},
        "days": by_day(events.coming().with_faces()[:MOST_SHOWN]),
        "whole_page": reverse("events:list"),
    }
    return render_framed(request, "events/embed_list.html", frame, context)
