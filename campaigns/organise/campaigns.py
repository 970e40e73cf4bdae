"""A campaign in the workspace: the list, a new one, its words and settings, its preview."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import services
from campaigns.forms import NewCampaignForm, SettingsForm
from campaigns.models import Campaign, CampaignText
from campaigns.services.reading import page_of
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from web.named import named
from web.text import clean_line

PER_PAGE = 30
GERMAN = settings.LANGUAGE_CODE
SEE, CHANGE = "campaigns.view_campaign", "campaigns.change_campaign"


@require_safe
@workspace_page
def campaign_list(request: Organising) -> HttpResponse:
    campaigns = Campaign.objects.filter(lead__in=open_to(request.user)).select_related("lead")
    query = clean_line(request.GET.get("q", ""))[:100]
    if query:
        campaigns = named(campaigns, query, "texts__title").distinct()
    context = {
        "page": Paginator(campaigns.with_texts(), PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "may_add": request.user.has_perm("campaigns.add_campaign"),
        "may_order": request.user.has_perm("accounts.run_site"),
    }
    return render(request, "campaigns/organise/campaign_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, "campaigns.add_campaign")
    organisations = open_to(request.user, Membership.Role.EDITOR).active()
    lead = organisations.filter(slug=clean_line(request.GET.get("lead", ""))).first()
    form = NewCampaignForm(
        request.POST or None, organisations=organisations, initial={"lead": lead}
    )
    if request.method == "POST" and form.is_valid():
        campaign = services.create_campaign(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("campaigns_organise:detail", campaign.slug)
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/campaign_new.html", {"form": form}, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """Everything about one campaign, and what is missing before it can be published."""
    campaigns = Campaign.objects.select_related("lead").with_texts().with_petitions()
    campaign = find(request, campaigns, SEE, slug=slug)
    texts = list(campaign.texts.all())
    written = {text.language for text in texts}
    context = {
        "campaign": campaign,
        "has_german": GERMAN in written,
        "has_story": any(text.story for text in texts if text.language == GERMAN),
        "missing": [name for code, name in settings.LANGUAGES if code not in written],
        "stale": [text for text in texts if text.status == CampaignText.Status.STALE],
        "languages_to_see": [(code, name) for code, name in settings.LANGUAGES if code in written],
        "goals": campaign.goals.with_texts(),
        "milestones": campaign.milestones.with_texts(),
        "team": campaign.team.of_the_house().select_related("user"),
        "petitions": campaign.petitions.all(),
        "may_change": request.user.has_perm(CHANGE, campaign),
        "may_publish": request.user.has_perm("campaigns.publish_campaign", campaign),
    }
    return render(request, "campaigns/organise/campaign_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    campaign = find(request, Campaign.objects.all(), SEE, CHANGE, slug=slug)
    present = campaign.texts.filter(language=GERMAN).first()
    form = TextForm(CampaignText, present, GERMAN, request.POST or None, hints=_hints())
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_text, campaign, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("campaigns_organise:detail", campaign.slug)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"campaign": campaign, "form": form}
    return render(request, "campaigns/organise/campaign_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def settle(request: Organising, slug: str) -> HttpResponse:
    campaign = find(request, Campaign.objects.all(), SEE, CHANGE, slug=slug)
    present = {"visibility": campaign.visibility, "fields_of_work": campaign.fields.all()}
    form = SettingsForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        services.settle(
            campaign,
            visibility=form.cleaned_data["visibility"],
            fields=form.cleaned_data["fields_of_work"],
            actor=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("campaigns_organise:detail", campaign.slug)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/campaign_settings.html", context, status=status)


@require_safe
@workspace_page
def preview(request: Organising, slug: str, language: str) -> HttpResponse:
    """The page as a visitor will see it, in each language, before anybody does."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    find(request, Campaign.objects.all(), SEE, slug=slug)
    with translation.override(language):
        context = page_of(Campaign.objects.all(), slug) | {"preview": True}
        return render(request, "campaigns/campaign_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def order(request: Organising) -> HttpResponse:
    """In which order visitors see the campaigns; one step up or down with each press."""
    require(request, "accounts.run_site")
    campaigns = list(Campaign.objects.listed().select_related("lead").with_texts())
    if request.method == "POST":
        slugs = _moved([campaign.slug for campaign in campaigns], request.POST)
        services.put_in_order(slugs, actor=request.user)
        return redirect("campaigns_organise:order")
    return render(request, "campaigns/organise/campaign_order.html", {"campaigns": campaigns})


def _moved(slugs: list[str], data: Any) -> list[str]:
    """The slugs with one of them a place further up or down."""
    step = {"up": -1, "down": 1}.get(data.get("to", ""), 0)
    if data.get("slug") in slugs:
        place = slugs.index(data["slug"])
        slugs.insert(min(max(place + step, 0), len(slugs) - 1), slugs.pop(place))
    return slugs


def _hints() -> dict[str, str]:
    return {
        "title": _("Short, and what it is about."),
        "summary": _("What you want, and for whom. It stands on cards and in shared links."),
        "story": _(
            "Why it matters, in your own words. An empty line begins a paragraph, ## a heading, "
            "and [words](https://…) make a link."
        ),
    }
