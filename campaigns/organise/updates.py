"""Updates of a campaign in the workspace: written, shown at once or later, taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import services
from campaigns.forms import NewUpdateForm, ScheduleForm, TestMailForm
from campaigns.models import Campaign, CampaignUpdate, CampaignUpdateText
from partners.workspace.access import Organising, find, workspace_page
from partners.workspace.texts import TextForm

PER_PAGE = 30
GERMAN = settings.LANGUAGE_CODE
SEE = "campaigns.view_campaign"
CHANGE, PUBLISH = "campaigns.change_campaign", "campaigns.publish_campaign"


@require_safe
@workspace_page
def update_list(request: Organising, slug: str) -> HttpResponse:
    campaign = campaign_of(request, slug)
    updates = (
        campaign.updates.with_texts().select_related("mailing").order_by("-happened_on", "-pk")
    )
    context = {
        "campaign": campaign,
        "page": Paginator(updates, PER_PAGE).get_page(request.GET.get("page")),
        "may_change": request.user.has_perm(CHANGE, campaign),
    }
    return render(request, "campaigns/organise/update_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising, slug: str) -> HttpResponse:
    campaign = campaign_of(request, slug, CHANGE)
    form = NewUpdateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        words = {"title": given.pop("title"), "body": given.pop("body")}
        update = services.write_update(campaign, words, actor=request.user, **given)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("campaigns_organise:update", campaign.slug, update.pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/update_new.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """One update: how it reads, whether it is public, and its way by mail."""
    campaign = campaign_of(request, slug)
    update = update_of(campaign, update_id)
    texts = {text.language for text in update.texts.all()}
    context = {
        "campaign": campaign,
        "update": update,
        "mailing": getattr(update, "mailing", None),
        "languages_to_see": [pair for pair in settings.LANGUAGES if pair[0] in texts],
        "missing": [name for code, name in settings.LANGUAGES if code not in texts],
        "test_form": TestMailForm(),
        "may_change": request.user.has_perm(CHANGE, campaign),
        "may_publish": request.user.has_perm(PUBLISH, campaign),
    }
    return render(request, "campaigns/organise/update_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    campaign = campaign_of(request, slug, CHANGE)
    update = update_of(campaign, update_id)
    present = update.texts.filter(language=GERMAN).first()
    form = TextForm(CampaignUpdateText, present, GERMAN, request.POST or None)
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_update_text, update, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("campaigns_organise:update", campaign.slug, update.pk)
    context: dict[str, Any] = {"campaign": campaign, "update": update, "form": form}
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    return render(request, "campaigns/organise/update_text.html", context, status=status)


@require_safe
@workspace_page
def preview(request: Organising, slug: str, update_id: int, language: str) -> HttpResponse:
    """The update's page as visitors will see it."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    campaign_of(request, slug)
    with translation.override(language):
        campaign = Campaign.objects.select_related("lead").with_texts().get(slug=slug)
        update = get_object_or_404(campaign.updates.with_texts(), pk=update_id)
        context = {"campaign": campaign, "update": update, "preview": True, "share_url": ""}
        return render(request, "campaigns/update_detail.html", context)


@require_POST
@workspace_page
def lead(request: Organising, slug: str, update_id: int, deed: str) -> HttpResponse:
    """Publish an update, or make it a draft again."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    verb, done = {
        "publish": (services.publish_update, _("The update is public now.")),
        "take-back": (services.take_update_back, _("The update is a draft again.")),
    }[deed]
    try:
        verb(update, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("campaigns_organise:update", campaign.slug, update.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def schedule(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """Have it published by itself, or take that back."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    is_taken_back = "take_back" in request.POST
    form = ScheduleForm(request.POST or None, initial={"at": update.publish_at})
    if request.method == "POST" and (is_taken_back or form.is_valid()):
        at = None if is_taken_back else form.cleaned_data["at"]
        try:
            services.schedule_update(update, at, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns_organise:update", campaign.slug, update.pk)
    context = {"campaign": campaign, "update": update, "form": form, "is_set": update.publish_at}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/update_schedule.html", context, status=status)


def campaign_of(request: Organising, slug: str, need: str = "") -> Campaign:
    return find(request, Campaign.objects.with_texts(), SEE, need, slug=slug)


def update_of(campaign: Campaign, update_id: int) -> CampaignUpdate:
    updates = campaign.updates.with_texts().select_related("mailing")
    update = get_object_or_404(updates, pk=update_id)
    update.campaign = campaign
    return update
