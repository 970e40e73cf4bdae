"""The guided form: one question a page, stored at once, so that a closed laptop loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from partners.workspace.access import Organising, require, workspace_page
from petitions import services
from petitions.forms.addressees import AddresseeForm
from petitions.forms.guided import (
    BeginForm,
    CampaignForm,
    DatesForm,
    GoalForm,
    InstrumentForm,
)
from petitions.forms.organising import WordsForm
from petitions.models import Petition
from petitions.organise.finding import found, text_in
from petitions.rules import needs_review
from web.text import clean_line

# In the order in which they are asked; the title is asked at the beginning.
STEPS = (
    "title",
    "addressee",
    "demand",
    "summary",
    "reasons",
    "goal",
    "dates",
    "instrument",
)
WORDS = ("title", "demand", "summary", "reasons")
WHILE_OPEN = ("goal", "dates")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def begin(request: Organising) -> HttpResponse:
    """The first page: the campaign, and a title. From here on there is a draft."""
    require(request, "petitions.add_petition")
    chosen = Campaign.objects.filter(slug=clean_line(request.GET.get("campaign", ""))).first()
    data = request.POST if request.method == "POST" else None
    form = BeginForm(request.user, data, initial={"campaign": chosen})
    if request.method == "POST" and form.is_valid():
        petition = services.begin(actor=request.user, **form.cleaned_data)
        return redirect("petitions_organise:step", petition.slug, "addressee")
    # Somebody may write in no organisation that leads a campaign.
    has_campaigns = form.fields["campaign"].queryset.exists()  # type: ignore[attr-defined]
    context = {"form": form, "has_campaigns": has_campaigns, "total": len(STEPS)}
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/petition_begin.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def step(request: Organising, slug: str, step: str) -> HttpResponse:
    petition = found(request, slug, "petitions.change_petition")
    if step not in (*STEPS, "campaign"):
        raise Http404
    is_open = petition.state == Petition.State.OPEN
    if is_open:
        # People sign it: what is set now is public at once.
        require(request, "petitions.publish_petition", petition)
    form, save = _form_of(request, petition, step)
    refusal = _refusal(petition, step)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            stored = save(form)
        except ValidationError as reason:
            form.add_error(None, reason)
        else:
            if stored is not False:
                return redirect(_next(request, petition, step))
    context = {
        "petition": petition,
        "form": form,
        "step": step,
        "is_words": step in WORDS,
        "number": STEPS.index(step) + 1 if step in STEPS else None,
        "total": len(STEPS),
        "back": _back(request, petition, step),
        "refusal": refusal,
    }
    status = 422 if form.errors or (refusal and request.method == "POST") else 200
    return render(request, "petitions/organise/petition_step.html", context, status=status)


@require_safe
@workspace_page
def check(request: Organising, slug: str) -> HttpResponse:
    """Check your answers: all of them, each with a way to change it."""
    petition = found(request, slug, "petitions.change_petition")
    if petition.state != Petition.State.DRAFT:
        return redirect("petitions_organise:detail", petition.slug)
    open_points = [point for point in services.points(petition) if not point.is_done]
    context = {
        "petition": petition,
        "german": text_in(petition, petition.published_version, "de"),
        "missing": open_points,
        "locked": services.why_not_written(petition),
        "may_publish": request.user.has_perm("petitions.publish_petition", petition),
        "needs_review": needs_review(request.user),
        "opens_later": bool(petition.opens_at and petition.opens_at > timezone.now()),
    }
    return render(request, "petitions/organise/petition_check.html", context)


type Saver = Callable[[Any], object]


def _form_of(request: Organising, petition: Petition, step: str) -> tuple[forms.Form, Saver]:
    data = request.POST if request.method == "POST" else None
    store = partial(services.set_details, petition, actor=request.user)
    if step in WORDS:
        present = text_in(petition, petition.written_version, "de")
        words = WordsForm(present, "de", data, names=(step,))
        return words, lambda form: form.save(partial(services.write_words, petition, "de"))
    match step:
        case "addressee":
            asked = {"addressee": petition.addressee}
            return AddresseeForm(data, initial=asked), partial(_store_addressee, request, store)
        case "goal":
            return GoalForm(data, initial={"goal": petition.goal}), lambda form: store(
                goal=form.cleaned_data["goal"]
            )
        case "dates":
            is_open = petition.state == Petition.State.OPEN
            dates = DatesForm(data, initial=_dates_of(petition), is_open=is_open)
            return dates, lambda form: store(**form.values)
        case "instrument":
            legal = {"instrument": petition.instrument}
            return InstrumentForm(data, initial=legal), lambda form: store(**form.cleaned_data)
        case _:
            within = {"campaign": petition.campaign}
            return CampaignForm(request.user, data, initial=within), lambda form: store(
                **form.cleaned_data
            )


@transaction.atomic
def _store_addressee(request: Organising, store: Callable[..., None], form: Any) -> None:
    addressee = form.cleaned_data["addressee"]
    if addressee is None:
        given = {name: form.cleaned_data[name] for name in ("name", "website", "description")}
        addressee = services.add_addressee(**given, actor=request.user)
    store(addressee=addressee)


def _dates_of(petition: Petition) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for name in ("opens", "closes"):
        at = getattr(petition, f"{name}_at")
        if at is not None:
            local = timezone.localtime(at)
            initial |= {f"{name}_on": local.date(), f"{name}_time": local.time()}
    return initial


def _refusal(petition: Petition, step: str) -> str:
    if petition.state == Petition.State.OPEN and step in WHILE_OPEN:
        return ""
    if petition.state == Petition.State.OPEN and step not in WORDS:
        return _("People sign this petition. Only goal and closing date can move.")
    return services.why_not_written(petition)


def _comes_from_check(request: Organising, petition: Petition) -> bool:
    return request.GET.get("from") == "check" and petition.state == Petition.State.DRAFT


def _next(request: Organising, petition: Petition, step: str) -> str:
    """The next question; back to the answers for whoever came from there."""
    if petition.state != Petition.State.DRAFT:
        messages.success(request, _("Saved."))
        return reverse("petitions_organise:detail", args=[petition.slug])
    if _comes_from_check(request, petition) or step not in STEPS[:-1]:
        return reverse("petitions_organise:check", args=[petition.slug])
    following = STEPS[STEPS.index(step) + 1]
    return reverse("petitions_organise:step", args=[petition.slug, following])


def _back(request: Organising, petition: Petition, step: str) -> str:
    if petition.state != Petition.State.DRAFT or step == STEPS[0]:
        return reverse("petitions_organise:detail", args=[petition.slug])
    if _comes_from_check(request, petition) or step not in STEPS:
        return reverse("petitions_organise:check", args=[petition.slug])
    before = STEPS[STEPS.index(step) - 1]
    return reverse("petitions_organise:step", args=[petition.slug, before])
