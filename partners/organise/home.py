"""The workspace's first page, and the text that outlived its session."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import held_forms
from accounts.models import User
from partners.models import OrganisationQuerySet
from partners.organise.work import may_begin, with_work
from partners.rules import open_to
from partners.workspace.access import Organising, workspace_page
from partners.workspace.attention import waiting_for
from web.htmx import render_page

# Enough for an office; who runs the site of a whole country has the lists.
SHOWN = 50
# Shorter values are names, dates and choices, which say nothing by themselves.
READABLE = 20


@require_safe
@workspace_page
def home(request: Organising) -> HttpResponse:
    """What needs me now, and all that is ours."""
    organisations = with_work(_ours(request.user))[:SHOWN]
    context = {
        "waiting": waiting_for(request.user),
        "organisations": [(each, may_begin(request.user, each)) for each in organisations],
        "may_add": request.user.has_perm("partners.add_organisation"),
    }
    return render(request, "organise/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def held(request: Organising) -> HttpResponse:
    """Show what was written before the session ended; its button sends it where it was going."""
    found = held_forms.look_up(request)
    if found is None or request.method == "POST":
        response = redirect(reverse("organise:home"))
        held_forms.drop(request, response)
        return response
    readable = [value for _name, value in found.fields if len(value) > READABLE]
    return render(request, "organise/held.html", {"held": found, "readable": readable})


@require_POST
@workspace_page
def preview(request: Organising) -> HttpResponse:
    """How a Markdown field will look: below the field, or in a tab of its own without script."""
    words = request.POST.get(request.POST.get("field", ""), "")
    return render_page(request, "organise/preview.html", {"words": words}, part="text")


def _ours(user: User) -> OrganisationQuerySet:
    """Those one belongs to; whoever may look into all sees, besides, where something is done."""
    organisations = open_to(user).with_logos()
    if not user.runs_site:
        return organisations
    does_something = Q(led_campaigns__isnull=False) | Q(petitions__isnull=False)
    return organisations.filter(does_something | Q(memberships__user=user)).distinct()
