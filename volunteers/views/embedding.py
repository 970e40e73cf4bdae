"""Where a campaign needs people, in a frame on the website of an organisation that carries it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from partners.embedding import PARAMS, frame_of, framed, render_framed
from volunteers.services.reading import by_day, listed_shifts
from web.cache import cached_page
from web.pressure import Order, sheds

# More are on the platform itself, where one can choose among them.
MOST_SHOWN = 12


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.LISTS)
def of_campaign(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    frame = frame_of(request, organisation)
    carried = Campaign.objects.public().carried_by(frame.organisation)
    campaign = get_object_or_404(carried.with_texts(), slug=slug)
    context = {
        "campaign": campaign,
        "days": by_day(listed_shifts({"campaign": slug})[:MOST_SHOWN]),
        "whole_page": f"{reverse('shifts:list')}?{urlencode({'campaign': slug})}",
    }
    return render_framed(request, "volunteers/embed_list.html", frame, context)
