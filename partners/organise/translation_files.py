"""Texts out to translators, and back: PO files."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners import services
from partners.forms import ImportForm
from partners.models import Membership
from partners.rules import has_role, open_to
from partners.workspace import translatable
from partners.workspace.access import Organising, workspace_page
from partners.workspace.translatable import GERMAN
from web.errors import NotAllowed

EDITOR = Membership.Role.EDITOR


@require_safe
@workspace_page
def export(request: Organising, language: str) -> HttpResponse:
    """Everything one may translate, with what there is in this language."""
    _need_editor(request)
    if language not in dict(settings.LANGUAGES) or language == GERMAN:
        raise Http404
    content = services.to_po(translatable.rows(open_to(request.user, EDITOR)), language)
    response = HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mitstimme-{language}.po"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def take_in(request: Organising) -> HttpResponse:
    """Take over a file that a translator has sent back, and say what was not taken."""
    _need_editor(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            outcome = services.from_po(
                given["file"].read(),
                given["language"],
                actor=request.user,
                translator=given["translator"],
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
    context = {"form": form, "outcome": outcome}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/translation_import.html", context, status=status)


def _need_editor(request: Organising) -> None:
    if not has_role(request.user, None, EDITOR):
        raise NotAllowed(
            _("Translating needs the role “may write”. Ask an owner of your organisation.")
        )
