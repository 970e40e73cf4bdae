"""What an organisation shows on its own website: where that is allowed, and how it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from partners import services
from partners.forms import EmbedForm, EmbedSiteForm
from partners.models import Organisation
from partners.workspace import embeddable
from partners.workspace.access import Organising, find, workspace_page
from partners.workspace.embeddable import Embeddable


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def embeds(request: Organising, slug: str) -> HttpResponse:
    """The websites, and lines to copy. A POST adds a website; what to show is in the address."""
    organisation = _organisation(request, slug)
    form = EmbedSiteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_embed_site(organisation, form.cleaned_data["origin"], actor=request.user)
        except ValidationError as refusal:
            form.add_error("origin", refusal)
        else:
            messages.success(request, _("This website may show your pages now."))
            return redirect("partners_organise:embeds", slug)
    context = {
        "organisation": organisation,
        "sites": organisation.embed_sites.all(),
        "form": form,
        **_snippets(request, organisation),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/organise/embeds.html", context, status=status)


@require_POST
@workspace_page
def remove(request: Organising, slug: str, site_id: int) -> HttpResponse:
    organisation = _organisation(request, slug)
    site = get_object_or_404(organisation.embed_sites.select_related("organisation"), pk=site_id)
    services.remove_embed_site(site, actor=request.user)
    messages.success(request, _("Removed."))
    return redirect("partners_organise:embeds", slug)


def _organisation(request: Organising, slug: str) -> Organisation:
    return find(
        request,
        Organisation.objects.all(),
        "partners.view_organisation",
        "partners.embed",
        slug=slug,
    )


def _snippets(request: Organising, organisation: Organisation) -> dict[str, Any]:
    """What was chosen, as it will look, and what to copy for it."""
    is_shown = organisation.is_public and organisation.left_at is None
    things = embeddable.all_of(organisation) if is_shown else []
    if not things:
        return {}
    form = EmbedForm(request.GET, things=things)
    if not form.is_valid():
        return {"choosing": form}
    look = form.look()
    one = _in_language(organisation, form.thing().key, look.language)
    address = embeddable.frame_address(one, organisation, look)
    return {
        "choosing": form,
        "one": one,
        "preview_at": embeddable.frame_path(one, organisation, look),
        "iframe": embeddable.iframe(address, one.title, height=one.height),
        "element": embeddable.element(one, organisation, look),
    }


def _in_language(organisation: Organisation, key: str, language: str) -> Embeddable:
    """With its title as those read it who see the frame."""
    with override(language):
        return next(one for one in embeddable.all_of(organisation) if one.key == key)
