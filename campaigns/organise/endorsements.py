"""What an organisation stands behind: invitations, its own questions, its signed statements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import services
from campaigns.forms import AskToEndorseForm, ReasonForm, StatementForm
from campaigns.models import Campaign, CampaignText, Endorsement, Side
from partners.models import Organisation
from partners.workspace.access import Organising, find, require, workspace_page
from web.named import named

SEE = "partners.view_organisation"
MANAGE, SIGN = "campaigns.manage_endorsements", "campaigns.sign_endorsement"
State = Endorsement.State
PER_PAGE = 20
GERMAN = "de"


@require_safe
@workspace_page
def endorsement_list(request: Organising, slug: str) -> HttpResponse:
    """Invitations, what was asked, what is agreed on, what is over, and whom to ask."""
    organisation = _organisation(request, slug)
    query = request.GET.get("q", "").strip()
    every = list(organisation.endorsements.for_lists().order_by("-asked_at"))
    context = {
        "organisation": organisation,
        "invited": [one for one in every if one.state == State.INVITED],
        "accepted": [one for one in every if one.state == State.ACCEPTED],
        "requested": [one for one in every if one.state == State.REQUESTED],
        "over": [one for one in every if not one.is_live],
        "may_manage": request.user.has_perm(MANAGE, organisation),
        "may_sign": request.user.has_perm(SIGN, organisation)
        and organisation.is_public
        and not organisation.left_at,
        "query": query,
        "page": Paginator(_open_campaigns(organisation, query), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "campaigns/organise/endorsement_list.html", context)


@require_safe
@workspace_page
def detail(request: Organising, slug: str, endorsement_id: int) -> HttpResponse:
    """One endorsement with every wording that was signed: when, by whom, in which role."""
    organisation = _organisation(request, slug)
    endorsement = _of(organisation, endorsement_id)
    german = {text.version: text for text in endorsement.texts.filter(language=GERMAN)}
    context = {
        "organisation": organisation,
        "endorsement": endorsement,
        "signings": [
            {"signing": signing, "text": german.get(signing.version)}
            for signing in endorsement.signings.select_related("signed_by")
        ],
        "may_manage": request.user.has_perm(MANAGE, organisation),
        "may_sign": request.user.has_perm(SIGN, organisation),
    }
    return render(request, "campaigns/organise/endorsement_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def ask(request: Organising, slug: str, campaign: str) -> HttpResponse:
    """Ask to stand behind a campaign, with a signed statement."""
    organisation = _organisation(request, slug, SIGN)
    wanted = get_object_or_404(
        Campaign.objects.public().select_related("lead").with_texts(), slug=campaign
    )
    form = AskToEndorseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.ask_to_endorse(
                wanted, organisation, given["statement"], given["message"], actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Asked. It is shown once the campaign has said yes."))
            return redirect("endorsements_organise:list", organisation.slug)
    return _signing_page(
        request, organisation, wanted, form, _("Ask to stand behind it"), _("Sign and ask")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def accept(request: Organising, slug: str, endorsement_id: int) -> HttpResponse:
    """Say yes to an invitation, with a signed statement."""
    organisation = _organisation(request, slug, SIGN)
    endorsement = _of(organisation, endorsement_id)
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(
                endorsement, form.cleaned_data["statement"], actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("You stand behind the campaign. Its page shows your statement now.")
            )
            return redirect("endorsements_organise:list", organisation.slug)
    return _signing_page(
        request,
        organisation,
        endorsement.campaign,
        form,
        _("Stand behind it"),
        _("Sign and accept"),
        message=endorsement.message,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def reword(request: Organising, slug: str, endorsement_id: int) -> HttpResponse:
    """Sign a newer wording; the campaign's page keeps the earlier one until it is taken over."""
    organisation = _organisation(request, slug, SIGN)
    endorsement = _of(organisation, endorsement_id)
    newest = endorsement.texts.filter(version=endorsement.newest_version, language=GERMAN).first()
    form = StatementForm(
        request.POST or None, initial={"statement": newest.statement if newest else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_wording(
                endorsement, form.cleaned_data["statement"], actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Signed. It is shown once the campaign has taken it over.")
            )
            return redirect("endorsements_organise:detail", organisation.slug, endorsement.pk)
    return _signing_page(
        request,
        organisation,
        endorsement.campaign,
        form,
        _("Change the statement"),
        _("Sign the new wording"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def say_no(request: Organising, slug: str, endorsement_id: int, deed: str) -> HttpResponse:
    """Decline, take a question back, or withdraw; the reason is optional."""
    organisation = _organisation(request, slug, MANAGE)
    endorsement = _of(organisation, endorsement_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _said_no(request, endorsement, deed, form):
        messages.success(request, _("Done. Those who lead the campaign get a mail."))
        return redirect("endorsements_organise:list", organisation.slug)
    title, button = {
        "decline": (_("Decline"), _("Decline")),
        "retract": (_("Take the question back"), _("Take it back")),
        "withdraw": (_("Withdraw the endorsement"), _("Withdraw")),
    }[deed]
    context: dict[str, Any] = {
        "organisation": organisation,
        "endorsement": endorsement,
        "deed": deed,
        "form": form,
        "title": title,
        "button": button,
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/endorsement_no.html", context, status=status)


def _said_no(request: Organising, endorsement: Endorsement, deed: str, form: ReasonForm) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        if deed == "withdraw":
            services.withdraw(endorsement, reason, actor=request.user)
        else:
            verb = services.decline if deed == "decline" else services.retract
            verb(endorsement, Side.ORGANISATION, reason, actor=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _signing_page(
    request: Organising,
    organisation: Organisation,
    campaign: Campaign,
    form: StatementForm,
    title: str,
    button: str,
    message: str = "",
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "campaign": campaign,
        "form": form,
        "title": title,
        "button": button,
        "message": message,
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/organise/endorsement_sign.html", context, status=status)


def _organisation(request: Organising, slug: str, need: str = "") -> Organisation:
    organisation = find(request, Organisation.objects.all(), SEE, slug=slug)
    if need:
        require(request, need, organisation)
    return organisation


def _of(organisation: Organisation, endorsement_id: int) -> Endorsement:
    return get_object_or_404(organisation.endorsements.for_lists(), pk=endorsement_id)


def _open_campaigns(organisation: Organisation, query: str) -> Any:
    """What runs and could be asked: by others, and neither asked nor endorsed by now."""
    busy = organisation.endorsements.live().values("campaign")
    campaigns = Campaign.objects.running().exclude(pk__in=busy).exclude(lead=organisation)
    if query:
        texts = named(CampaignText.objects.all(), query, "title", "summary")
        campaigns = campaigns.filter(pk__in=texts.values("campaign"))
    return campaigns.select_related("lead").with_texts()
