"""About me: what a person tells of themselves, and in which ways they help which campaign."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.models import CampaignText
from languages.models import texts_of
from privacy import secrets
from privacy.private_pages import opened_by_secret, private_page
from privacy.services import SELF_SERVICE_LIFETIME
from volunteers import services
from volunteers.forms.profile import WaysForm
from volunteers.forms.telling import AboutMeForm
from volunteers.models import Supporter
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def mine_profile(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    volunteer = services.known_volunteer(person_key)
    if volunteer is None:
        # Nothing is confirmed here yet, so there is nothing of their own to show or to change.
        return render(request, "volunteers/mine_profile.html", {"secret": secret})
    form = AboutMeForm(request.POST) if request.method == "POST" else AboutMeForm.of(volunteer)
    if form.is_bound and form.is_valid():
        services.change_profile(person_key, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("volunteering:mine_profile", secret)
    joined = (
        Supporter.objects.of(person_key)
        .joined()
        .select_related("campaign")
        .prefetch_related("ways", texts_of(CampaignText, "campaign__texts"))
        .order_by("-confirmed_at")
    )
    context = {
        "secret": secret,
        "volunteer": volunteer,
        "form": form,
        "joined": [(one, WaysForm.of(one)) for one in joined],
    }
    return render(
        request, "volunteers/mine_profile.html", context, status=422 if form.errors else 200
    )


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def my_ways(request: HttpRequest, secret: str, person_key: str, supporter: UUID) -> HttpResponse:
    mine = _mine(person_key, supporter)
    form = WaysForm(request.POST, prefix=WaysForm.prefix_of(mine))
    # Boxes can be ticked or not; what is neither was not sent by our page, and changes nothing.
    if form.is_valid() and services.change_ways(mine, form.cleaned_data["ways"]):
        messages.success(request, _("Saved."))
    return _back(secret, mine)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def leave(request: HttpRequest, secret: str, person_key: str, supporter: UUID) -> HttpResponse:
    """Ask first: what they told the campaign is deleted at once."""
    mine = _mine(person_key, supporter)
    if request.method == "POST":
        if services.leave_campaign(mine):
            messages.success(request, _("You have left the campaign. Nobody of it asks you now."))
        return redirect("volunteering:mine_profile", secret)
    if not mine.has_joined:
        return redirect("volunteering:mine_profile", secret)
    context = {"secret": secret, "supporter": mine}
    return render(request, "volunteers/mine_leave.html", context)


@private_page
@require_POST
@login_required
def open_mine(request: HttpRequest) -> HttpResponse:
    """From the account to the page of the person with the same, confirmed address."""
    volunteer = services.volunteer_of_account(request.user)  # type: ignore[arg-type]
    if volunteer is None:
        return redirect("accounts:home")
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=volunteer.pk, lifetime=SELF_SERVICE_LIFETIME
    )
    return redirect("volunteering:mine", secret)


def _mine(person_key: str, supporter_id: UUID) -> Supporter:
    """One's own; another's is as unknown as one that never was."""
    mine = Supporter.objects.of(person_key).filter(pk=supporter_id).select_related("campaign")
    found = mine.prefetch_related(texts_of(CampaignText, "campaign__texts")).first()
    if found is None:
        raise Http404
    return found


def _back(secret: str, supporter: Supporter) -> HttpResponse:
    page = reverse("volunteering:mine_profile", args=[secret])
    return redirect(f"{page}#campaign-{supporter.pk}")
