"""An update by mail: a test first, then to everybody who asked for news, now or later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms import ScheduleForm, TestMailForm
from campaigns.models import Mailing
from campaigns.organise.updates import PUBLISH, campaign_of, update_of
from campaigns.services import mailing
from partners.workspace.access import Organising, workspace_page

DEEDS: dict[str, Callable[..., Any]] = {
    "pause": mailing.pause,
    "resume": mailing.resume,
    "cancel": mailing.cancel,
    "again": mailing.send_uncertain_again,
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def start(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """Ask once before it goes to everybody: a letter can't be called back."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    refusal = ""
    if request.method == "POST":
        try:
            mailing.start(mailing.prepare(update), actor=request.user)
        except ValidationError as reason:
            refusal = " ".join(reason.messages)
        else:
            messages.success(request, _("Done. The figures below follow by themselves."))
            return redirect("campaigns_organise:update", campaign.slug, update.pk)
    written = {text.language for text in update.texts.all()}
    context = {
        "campaign": campaign,
        "update": update,
        "refusal": refusal,
        "missing": [name for code, name in settings.LANGUAGES if code not in written],
        "before": Mailing.objects.over()
        .filter(update__campaign=campaign)
        .order_by("started_at")
        .last(),
    }
    status = 422 if refusal else 200
    return render(request, "campaigns/organise/news_start.html", context, status=status)


@require_POST
@workspace_page
def lead(request: Organising, slug: str, update_id: int, deed: str) -> HttpResponse:
    """Pause, go on, end, or send once more what is unclear."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    try:
        DEEDS[deed](mailing.prepare(update), actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done. The figures below follow by themselves."))
    return redirect("campaigns_organise:update", campaign.slug, update.pk)


@require_POST
@workspace_page
def test(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """Send the update to one's own address, as readers of a language get it."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    form = TestMailForm(request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        try:
            mailing.send_test(update, request.user.email, language, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request,
                _("A test is on its way to %(address)s.") % {"address": request.user.email},
            )
    return redirect("campaigns_organise:update", campaign.slug, update.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def schedule(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """Have it sent by itself, or take that back."""
    campaign = campaign_of(request, slug, PUBLISH)
    update = update_of(campaign, update_id)
    is_taken_back = "take_back" in request.POST
    present = getattr(update, "mailing", None)
    form = ScheduleForm(request.POST or None, initial={"at": present and present.send_at})
    form.fields["at"].label = _("Send at")
    if request.method == "POST" and (is_taken_back or form.is_valid()):
        prepared = mailing.prepare(update)
        try:
            if is_taken_back:
                mailing.unschedule(prepared, actor=request.user)
            else:
                mailing.schedule(prepared, form.cleaned_data["at"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns_organise:update", campaign.slug, update.pk)
    is_set = present is not None and present.state == present.State.SCHEDULED
    context = {"campaign": campaign, "update": update, "form": form, "is_set": is_set}
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/news_schedule.html", context, status=status)


@require_safe
@workspace_page
def figures(request: Organising, slug: str, update_id: int) -> HttpResponse:
    """The part of the update's page that changes while letters go out."""
    campaign = campaign_of(request, slug)
    update = update_of(campaign, update_id)
    context = {
        "campaign": campaign,
        "update": update,
        "mailing": getattr(update, "mailing", None),
        "may_publish": request.user.has_perm(PUBLISH, campaign),
    }
    return render(request, "campaigns/organise/news_figures.html", context)
