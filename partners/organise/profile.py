"""What an organisation keeps of its page itself: words, logo, contact, and whether it is there."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners import services
from partners.forms import ContactForm
from partners.models import Organisation, OrganisationContact, OrganisationText
from partners.workspace import translatable
from partners.workspace.access import Organising, find, workspace_page
from partners.workspace.texts import TextForm
from pictures.forms import PictureForm, takes_picture

GERMAN = settings.LANGUAGE_CODE


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def text(request: Organising, slug: str) -> HttpResponse:
    """The German text; the other languages are translated beside it."""
    organisation = _found(request, slug, "partners.write_organisation_text")
    kind = translatable.kind_of("organisation")
    assert kind is not None  # noqa: S101 - registered by this app
    present = kind.texts(organisation).get(GERMAN)
    data = request.POST if request.method == "POST" else None
    form = TextForm(OrganisationText, present, GERMAN, data)
    if request.method == "POST" and form.is_valid():
        write = partial(kind.write, organisation, GERMAN, actor=request.user)
        if form.save(write):
            messages.success(request, _("Saved."))
            return _back(organisation)
    return _page(request, organisation, "organisation_text", form)


@takes_picture
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def logo(request: Organising, slug: str) -> HttpResponse:
    """Choose a logo, say what it shows and whose it is, or take it away."""
    organisation = _found(request, slug, "partners.change_organisation")
    if "take_away" in request.POST:
        services.show_logo(organisation, None, actor=request.user)
        messages.success(request, _("Removed."))
        return _back(organisation)
    form = PictureForm(request.POST or None, request.FILES or None, picture=organisation.logo)
    if request.method == "POST" and form.is_valid():
        shown = form.save(is_demo=organisation.is_demo)
        services.show_logo(organisation, shown, actor=request.user)
        messages.success(request, _("Saved."))
        return _back(organisation)
    return _page(request, organisation, "organisation_logo", form)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def contact(request: Organising, slug: str) -> HttpResponse:
    organisation = _found(request, slug, "partners.change_organisation")
    present = OrganisationContact.objects.filter(organisation=organisation).first()
    data = request.POST if request.method == "POST" else None
    form = ContactForm(data, contact=present or OrganisationContact())
    if request.method == "POST" and form.is_valid():
        services.edit_contact(organisation, form.cleaned_data, actor=request.user)
        messages.success(request, _("Saved."))
        return _back(organisation)
    return _page(request, organisation, "organisation_contact", form)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def close(request: Organising, slug: str) -> HttpResponse:
    """Ask once, then close the public page. Somebody who runs the site can open it again."""
    organisation = _found(request, slug, "partners.close_page")
    refusal = ""
    if request.method == "POST":
        try:
            services.close_page(organisation, actor=request.user)
        except ValidationError as reason:
            refusal = " ".join(reason.messages)
        else:
            messages.success(request, _("The page is closed."))
            return _back(organisation)
    context = {"organisation": organisation, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "partners/organise/organisation_close.html", context, status=status)


def _found(request: Organising, slug: str, need: str) -> Organisation:
    organisations = Organisation.objects.with_logos()
    return find(request, organisations, "partners.view_organisation", need, slug=slug)


def _back(organisation: Organisation) -> HttpResponse:
    return redirect("partners_organise:detail", organisation.slug)


def _page(
    request: Organising,
    organisation: Organisation,
    name: str,
    form: TextForm | PictureForm | ContactForm,
) -> HttpResponse:
    context = {"organisation": organisation, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"partners/organise/{name}.html", context, status=status)
