"""An organisation's own pages in the workspace: who belongs, what it is called, the trail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import normalise_email
from partners import services
from partners.forms import NewOrganisationForm, ProfileForm
from partners.models import Membership, Organisation
from partners.organise.work import may_begin, with_work
from partners.rules import is_really_organiser, open_to
from partners.workspace import trail
from partners.workspace.access import Organising, find, require, workspace_page

PER_PAGE = 50


@require_safe
@workspace_page
def organisation_list(request: Organising) -> HttpResponse:
    organisations = open_to(request.user).with_logos()
    page = Paginator(organisations, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_add": request.user.has_perm("partners.add_organisation")}
    return render(request, "partners/organise/organisation_list.html", context)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    organisation = find(
        request,
        with_work(Organisation.objects.with_logos()),
        "partners.view_organisation",
        slug=slug,
    )
    may_manage = request.user.has_perm("partners.manage_members", organisation)
    memberships = organisation.memberships.select_related("user").order_by("joined_at")
    context = {
        "organisation": organisation,
        "memberships": memberships,
        "invitations": organisation.invitations.open() if may_manage else [],
        "may_begin": may_begin(request.user, organisation),
        "may_manage": may_manage,
        "may_write": request.user.has_perm("partners.write_organisation_text", organisation),
        "may_close": request.user.has_perm("partners.close_page", organisation),
        "may_decide": request.user.has_perm("accounts.run_site"),
        "may_change": request.user.has_perm("partners.change_organisation", organisation),
        "may_embed": request.user.has_perm("partners.embed", organisation),
        "may_reach_contacts": is_really_organiser(request.user, organisation),
        "may_read_trail": request.user.has_perm("partners.read_trail", organisation),
    }
    return render(request, "partners/organise/organisation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    """Make an organisation and give it its first owner."""
    require(request, "partners.add_organisation")
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = _make(request, **form.cleaned_data)
        messages.success(request, _("The organisation is there."))
        return redirect("partners_organise:detail", organisation.slug)
    status = 422 if form.errors else 200
    return render(
        request, "partners/organise/organisation_new.html", {"form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, slug: str) -> HttpResponse:
    organisation = find(
        request,
        Organisation.objects.all(),
        "partners.view_organisation",
        "partners.change_organisation",
        slug=slug,
    )
    form = ProfileForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        services.edit_organisation(organisation, form.cleaned_data, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("partners_organise:detail", organisation.slug)
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/organisation_edit.html", context, status=status)


@require_safe
@workspace_page
def read_trail(request: Organising, slug: str) -> HttpResponse:
    """Who changed, published, exported, invalidated what."""
    organisation = find(
        request,
        Organisation.objects.all(),
        "partners.view_organisation",
        "partners.read_trail",
        slug=slug,
    )
    entries, names = trail.entries_of(organisation)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "deeds": trail.told(page.object_list, names),
    }
    return render(request, "partners/organise/trail.html", context)


@transaction.atomic
def _make(request: Organising, owner: str, **given: Any) -> Organisation:
    """The organisation with its first owner: whoever was named, or else who makes it."""
    actor, role = request.user, Membership.Role.OWNER
    organisation = services.create_organisation(actor=actor, **given)
    if owner and normalise_email(owner) != actor.email:
        language = get_language() or settings.LANGUAGE_CODE
        services.invite(organisation, owner, role, language, actor=actor)
    else:
        services.appoint(organisation, actor, role, actor=actor)
    return organisation
