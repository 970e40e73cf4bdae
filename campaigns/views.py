"""The public side: campaigns and the fields of work they belong to."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.feeds import of_campaigns, of_updates
from campaigns.models import ActionField, Campaign, CampaignText, CampaignUpdate
from campaigns.services.reading import page_of, updates_of
from languages.models import texts_of
from partners.workspace.pages_shown import oembed_url
from web import feeds
from web.cache import cached_page
from web.htmx import render_page
from web.images import share_image
from web.pressure import Order, sheds
from web.sources import PARAMETER, clean_source

PER_PAGE = 24
UPDATES_IN_FEED = 30


@require_safe
@cached_page(params=("page", "field"))
@sheds(Order.LISTS)
def campaign_list(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.listed().select_related("lead").with_texts().with_pictures()
    field = request.GET.get("field", "")
    if field:
        campaigns = campaigns.filter(fields__slug=field)
    context = {
        "page": Paginator(campaigns, PER_PAGE).get_page(request.GET.get("page")),
        "fields": ActionField.objects.as_choices(),
        "chosen": field,
    }
    return render_page(request, "campaigns/campaign_list.html", context)


@require_safe
# A campaign's own short links lead here, and its petitions carry the source on.
@cached_page(params=(PARAMETER,))
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    context = page_of(Campaign.objects.public(), slug)
    context["oembed_url"] = oembed_url(context["campaign"].get_absolute_url())
    context["came_from"] = clean_source(request.GET.get(PARAMETER, ""))
    return render_page(request, "campaigns/campaign_detail.html", context)


@require_safe
@cached_page(params=())
def update_detail(request: HttpRequest, slug: str, update_slug: str) -> HttpResponse:
    updates = (
        CampaignUpdate.objects.public()
        .select_related("campaign__lead")
        .with_texts()
        .prefetch_related(texts_of(CampaignText, "campaign__texts"))
    )
    update = get_object_or_404(updates, campaign__slug=slug, slug=update_slug)
    context = {
        "update": update,
        "campaign": update.campaign,
        "share_url": urljoin(settings.SITE_URL, update.get_absolute_url()),
    }
    return render_page(request, "campaigns/update_detail.html", context)


@require_safe
@cached_page(feeds.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened in a campaign, for programs that read feeds."""
    campaigns = Campaign.objects.public().select_related("lead").with_texts()
    campaign = get_object_or_404(campaigns, slug=slug)
    newest = updates_of(campaign).newest_first()[:UPDATES_IN_FEED]
    page = campaign.get_absolute_url()
    return feeds.answer(
        request,
        of_updates(newest),
        title=campaign.text.title,
        subtitle=campaign.text.summary,
        author=campaign.lead.name,
        page=page,
        guid=feeds.absolute(page),
    )


@require_safe
@cached_page(feeds.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed_of_campaigns(request: HttpRequest) -> HttpResponse:
    """Which campaigns have begun lately."""
    begun = Campaign.objects.listed().exclude(published_at=None).order_by("-published_at", "-pk")
    newest = begun.select_related("lead").with_texts()[: feeds.MOST_ENTRIES]
    page = reverse("campaigns:list")
    return feeds.answer(request, of_campaigns(newest), title=_("Campaigns"), page=page)


@require_safe
@cached_page(feeds.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def feed_of_updates(request: HttpRequest) -> HttpResponse:
    """What happened lately in all campaigns that everybody finds."""
    newest = CampaignUpdate.objects.listed().newest_first().select_related("campaign__lead")
    updates = newest.with_texts()[: feeds.MOST_ENTRIES]
    page = reverse("campaigns:list")
    return feeds.answer(request, of_updates(updates), title=_("News of the campaigns"), page=page)


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that goes with a shared link."""
    campaigns = Campaign.objects.public().select_related("lead").with_texts()
    campaign = get_object_or_404(campaigns, slug=slug)
    png = share_image(campaign.text.title, campaign.lead.name, 0, 0, get_language() or "de")
    return HttpResponse(png, content_type="image/png")


@require_safe
@cached_page(params=())
@sheds(Order.LISTS)
def field_list(request: HttpRequest) -> HttpResponse:
    fields = ActionField.objects.with_texts()
    return render_page(request, "campaigns/field_list.html", {"fields": fields})


@require_safe
@cached_page(params=())
def field_detail(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Campaign.objects.listed().select_related("lead").with_texts().with_pictures()
    fields = ActionField.objects.with_texts().prefetch_related(
        Prefetch("campaigns", shown, to_attr="shown_campaigns")
    )
    return render_page(
        request, "campaigns/field_detail.html", {"field": get_object_or_404(fields, slug=slug)}
    )
