"""The public side: who carries campaigns."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partners.models import Organisation
from web.cache import cached_page
from web.htmx import render_page
from web.pressure import Order, sheds

PER_PAGE = 48


@require_safe
@cached_page(params=("page",))
@sheds(Order.LISTS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    organisations = Organisation.objects.public().with_texts()
    page = Paginator(organisations, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "partners/organisation_list.html", {"page": page})


@require_safe
@cached_page(params=())
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.public().with_texts(), slug=slug)
    # Campaigns stand above organisations: reached as rows, never imported.
    led = organisation.led_campaigns.listed().select_related("lead").with_texts().with_pictures()
    endorsements = organisation.endorsements.accepted().select_related("campaign")
    endorsed_ids = [endorsement.campaign_id for endorsement in endorsements]
    endorsed = (
        led.model.objects.listed().filter(pk__in=endorsed_ids).select_related("lead").with_texts()
    )
    context = {
        "organisation": organisation,
        "led": led,
        "endorsed": endorsed,
        "petitions": organisation.petitions.listed().select_related("addressee").with_texts(),
    }
    return render_page(request, "partners/organisation_detail.html", context)
