"""Whom an organisation may write to, for its own organisers and nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Campaign, Endorsement
from partners.models import Organisation
from partners.workspace.access import Organising, find, workspace_page
from petitions import services
from petitions.forms.contacts import ContactFileForm
from petitions.models import Contact, ContactOffer, SignatureExport
from petitions.models.contacts import ContactQuerySet, contacts_kept
from petitions.organise.exporting import lines_of
from petitions.rules import reaches_contacts
from privacy import audit
from privacy.small_cells import Breakdown, withhold
from web.errors import NotAllowed
from web.htmx import render_page

PER_PAGE = 50
CONTACTS = SignatureExport.Purpose.CONTACTS


def found(request: Organising, slug: str) -> Organisation:
    """Raises Http404 for strangers, the campaign's people among them, and NotAllowed for whoever
    else may see the organisation: members in a lower role, and those who run the site."""
    organisation = find(
        request, Organisation.objects.all(), "partners.view_organisation", slug=slug
    )
    if not reaches_contacts(request.user, organisation):
        raise NotAllowed(
            _(
                "Only organisers of this organisation see this. People agreed to be written to "
                "by it and by nobody else, not even by those who run this website."
            )
        )
    return organisation


@require_safe
@workspace_page
def contacts(request: Organising, slug: str) -> HttpResponse:
    """How many, who, and where the organisation asks for it."""
    organisation = found(request, slug)
    reachable = Contact.objects.reachable_by(organisation, timezone.now())
    page = Paginator(reachable.with_whom().order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    if people := len(page):
        audit.record(
            "petitions.contacts_seen", request.user, organisation, page=page.number, people=people
        )
    context = {
        "organisation": organisation,
        "page": page,
        "by_language": _by(reachable, "signature__language"),
        "places": _places(organisation),
        "kept_days": contacts_kept().days,
    }
    return render(request, "petitions/organise/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def files(request: Organising, slug: str) -> HttpResponse:
    """Have the list made as a file, and the ones this person asked for."""
    organisation = found(request, slug)
    form = ContactFileForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        format, language = form.cleaned_data["format"], get_language() or ""
        services.ask_for_export(
            organisation, CONTACTS, format, user=request.user, language=language
        )
        messages.success(request, _("The file is being made. You find it below."))
        return redirect("petitions_contacts:files", slug)
    own = organisation.contact_exports.filter(asked_by=request.user)
    lines = lines_of(own, "petitions_contacts:fetch", slug)
    context = {
        "organisation": organisation,
        "form": form,
        "lines": lines,
        "is_making": any(line.is_being_made for line in lines),
    }
    status = 422 if form.errors else 200
    template = "petitions/organise/contact_files.html"
    return render_page(request, template, context, part="own", status=status)


@require_POST
@workspace_page
def fetch(request: Organising, slug: str, export_id: UUID) -> HttpResponse:
    """Make a link for this person and this file, and go there."""
    organisation = found(request, slug)
    own = SignatureExport.objects.filter(organisation=organisation, asked_by=request.user)
    export = get_object_or_404(own, pk=export_id)
    try:
        secret = services.issue_link(export, user=request.user)
    except services.ExportIsOver:
        messages.error(request, _("This file is not there any more. Have it made once more."))
        return redirect("petitions_contacts:files", slug)
    return redirect("petitions_exports:download", secret)


def _by(reachable: ContactQuerySet, name: str) -> Breakdown[Any]:
    """How many of each, small numbers withheld: who they are is on the list, what more a
    number would tell is not."""
    numbers = reachable.order_by().values_list(name).annotate(number=Count("pk"))
    return withhold(dict(numbers))


def _places(organisation: Organisation) -> list[tuple[Campaign, ContactOffer | None]]:
    """The campaigns it stands behind, each with what it asks on its forms."""
    accepted = Endorsement.objects.accepted().filter(organisation=organisation)
    campaigns = Campaign.objects.filter(pk__in=accepted.values("campaign")).with_texts()
    offers = ContactOffer.objects.live().filter(organisation=organisation)
    of_campaign = {offer.campaign_id: offer for offer in offers}
    return [(campaign, of_campaign.get(campaign.pk)) for campaign in campaigns]
