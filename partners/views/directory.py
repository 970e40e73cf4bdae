"""The public side: who carries campaigns, and the page of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import structured
from partners.feeds import of_organisations
from partners.models import Organisation, OrganisationContact
from partners.services.finding import FILTERS, Choice, options
from partners.workspace.pages_shown import oembed_url
from web import feeds
from web.cache import cached_page
from web.htmx import render_page
from web.pressure import Order, sheds

PER_PAGE = 24
EVENTS_SHOWN = 12


@require_safe
@cached_page(params=("page", "q", *FILTERS))
@sheds(Order.LISTS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All that take part, narrowed by what the address says."""
    choice = Choice.of(request.GET)
    language = get_language() or settings.LANGUAGE_CODE
    organisations = choice.among(Organisation.objects.public(), language).to_list()
    context = {
        "page": Paginator(organisations, PER_PAGE).get_page(request.GET.get("page")),
        "choice": choice,
        "chosen": choice.chosen,
        "options": options(),
    }
    return render_page(request, "partners/organisation_list.html", context, part="results")


@require_safe
@cached_page(feeds.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed(request: HttpRequest) -> HttpResponse:
    """Who takes part since lately, by the day of being verified."""
    verified = Organisation.objects.public().exclude(verified_at=None).with_texts()
    newest = verified.order_by("-verified_at", "-pk")[: feeds.MOST_ENTRIES]
    page = reverse("partners:list")
    return feeds.answer(request, of_organisations(newest), title=_("Organisations"), page=page)


@require_safe
@cached_page(params=())
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation; of one that has left, its name and what it did."""
    organisation = get_object_or_404(Organisation.objects.known().to_show(), slug=slug)
    has_left = organisation.left_at is not None
    contact = {} if has_left else _contact_of(organisation)
    address = urljoin(settings.SITE_URL, organisation.get_absolute_url())
    context = {
        "organisation": organisation,
        "contact": contact,
        "structured": structured.organisation(organisation, contact, address),
        "oembed_url": "" if has_left else oembed_url(organisation.get_absolute_url()),
        **_deeds_of(organisation),
    }
    return render_page(request, "partners/organisation_detail.html", context)


def _contact_of(organisation: Organisation) -> dict[str, str]:
    """What they have said may be public."""
    try:
        return organisation.contact.public
    except OrganisationContact.DoesNotExist:
        return {}


def _deeds_of(organisation: Organisation) -> dict[str, Any]:
    """Campaigns and petitions stand above organisations: reached as rows, never imported."""
    led = organisation.led_campaigns.listed().select_related("lead").with_texts().with_pictures()
    endorsements = organisation.endorsements.accepted().select_related("campaign")
    dates = {one.campaign_id: one.decided_on for one in endorsements}
    endorsed = led.model.objects.listed().filter(pk__in=dates).select_related("lead").with_texts()
    return {
        "led": led,
        "endorsed": [(campaign, dates[campaign.pk]) for campaign in endorsed],
        **_events_of(organisation),
        "petitions": organisation.petitions.listed().select_related("addressee").with_texts(),
    }


def _events_of(organisation: Organisation) -> dict[str, Any]:
    """What it holds or held, by its own word: the next ones first."""
    hosts = organisation.event_hosts.accepted()
    event: Any = hosts.model._meta.get_field("event").related_model
    events = event.objects.listed().filter(hosts__in=hosts).distinct().with_texts()
    return {
        "coming": events.coming().order_by("starts_at", "pk")[:EVENTS_SHOWN],
        "past": events.past().order_by("-starts_at", "pk")[:EVENTS_SHOWN],
    }
