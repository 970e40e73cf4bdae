"""Who belongs: inviting, giving another role, ending a membership."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners import services
from partners.forms import InviteForm, RoleForm
from partners.models import Membership, Organisation
from partners.workspace.access import Organising, find, workspace_page


def _managed(request: Organising, slug: str) -> Organisation:
    return find(
        request,
        Organisation.objects.all(),
        "partners.view_organisation",
        "partners.manage_members",
        slug=slug,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def invite(request: Organising, slug: str) -> HttpResponse:
    organisation = _managed(request, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(organisation, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("email", refusal)
        else:
            messages.success(request, _("The invitation is on its way. It works for two weeks."))
            return redirect("partners_organise:detail", organisation.slug)
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/invite.html", context, status=status)


@require_POST
@workspace_page
def revoke(request: Organising, slug: str, invitation_id: int) -> HttpResponse:
    organisation = _managed(request, slug)
    invitation = get_object_or_404(organisation.invitations.all(), pk=invitation_id)
    services.revoke_invitation(invitation, actor=request.user)
    messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    return redirect("partners_organise:detail", organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change_role(request: Organising, slug: str, membership_id: int) -> HttpResponse:
    organisation = _managed(request, slug)
    membership = _membership(organisation, membership_id)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(membership, form.cleaned_data["role"], actor=request.user)
        except ValidationError as refusal:
            form.add_error("role", refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(
                "organise:home" if membership.user == request.user else _page_of(organisation)
            )
    context = {"form": form, "organisation": organisation, "membership": membership}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/member_role.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def end(request: Organising, slug: str, membership_id: int) -> HttpResponse:
    """Ask once, then end a membership: one's own, or as an owner another's."""
    organisation = find(
        request, Organisation.objects.all(), "partners.view_organisation", slug=slug
    )
    membership = _membership(organisation, membership_id)
    is_own = membership.user == request.user
    if not is_own:
        _managed(request, slug)
    refusal = ""
    if request.method == "POST":
        try:
            services.leave(membership, actor=request.user)
        except ValidationError as reason:
            refusal = " ".join(reason.messages)
        else:
            messages.success(request, _("The membership has ended."))
            return redirect("organise:home" if is_own else _page_of(organisation))
    context = {
        "organisation": organisation,
        "membership": membership,
        "is_own": is_own,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "partners/organise/member_end.html", context, status=status)


def _page_of(organisation: Organisation) -> str:
    return reverse("partners_organise:detail", args=[organisation.slug])


def _membership(organisation: Organisation, membership_id: int) -> Membership:
    memberships = organisation.memberships.select_related("user")
    return get_object_or_404(memberships, pk=membership_id)
