"""Translating in the workspace: what is missing at a glance, and side by side with the German."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from languages.models import Translation, words_of
from languages.services import LANGUAGES
from partners.forms import TranslationForm
from partners.models import Membership
from partners.rules import open_to
from partners.workspace import translatable
from partners.workspace.access import Organising, workspace_page
from partners.workspace.translatable import GERMAN, Kind
from web.errors import NotAllowed

Role = Membership.Role


@require_safe
@workspace_page
def overview(request: Organising) -> HttpResponse:
    """Every text and every language; `?open=tr` shows what is to do in Turkish."""
    rows = list(translatable.rows(open_to(request.user)))
    chosen = request.GET.get("open", "")
    if chosen in dict(settings.LANGUAGES):
        rows = [row for row in rows if row.states.get(chosen) != Translation.Status.REVIEWED]
    context = {
        "rows": rows,
        "chosen": chosen,
        "targets": [language for language in LANGUAGES if language.code != GERMAN],
    }
    return render(request, "partners/organise/translation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def translate(request: Organising, kind: str, pk: int, language: str) -> HttpResponse:
    """One text in one language, beside the German."""
    what, thing = _found(request, kind, pk)
    if language not in dict(settings.LANGUAGES) or language == GERMAN:
        raise Http404
    texts = what.texts(thing)
    german, present = texts.get(GERMAN), texts.get(language)
    if german is None:
        messages.error(request, _("Write the German text: the other languages follow it."))
        return redirect(what.url(thing))
    form = TranslationForm(what.text_model, german, present, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        store = partial(what.write, thing, language, actor=request.user, **form.about)
        try:
            is_stored = form.save(store)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            is_stored = False
        if is_stored:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('organise:translations')}?open={language}")
    context = {
        "form": form,
        "thing": thing,
        "kind": what,
        "title": translatable.title_of(german),
        "german": words_of(german),
        "present": present,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "back": what.url(thing),
    }
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    return render(request, "partners/organise/translation_form.html", context, status=status)


def _found(request: Organising, name: str, pk: int) -> tuple[Kind, Any]:
    """Raises Http404 for strangers, NotAllowed for whoever may only look."""
    known = translatable.find(name, pk)
    if known is None or not known[0].may(request.user, known[1], Role.VIEWER):
        raise Http404
    if not known[0].may(request.user, known[1], Role.EDITOR):
        raise NotAllowed(
            _("Translating needs the role “may write”. Ask an owner of your organisation.")
        )
    return known
