"""A petition's text in one language, and the change of a text that people already sign."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from languages.models import words_of
from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.forms.organising import LABELS, ChangeForm, WordsForm
from petitions.models import Petition
from petitions.organise.finding import found, text_in, texts_by_language
from petitions.rules import needs_review


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def text(request: Organising, slug: str, language: str) -> HttpResponse:
    """All the words in one language: a draft's, or those of the change under way."""
    petition = found(request, slug, "petitions.change_petition")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    refusal = services.why_not_written(petition)
    present = text_in(petition, petition.written_version, language)
    form = WordsForm(present, language, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            stored = form.save(partial(services.write_words, petition, language))
        except ValidationError as reason:
            form.add_error(None, reason)
        else:
            if stored:
                messages.success(request, _("Saved."))
                return redirect("petitions_organise:detail", petition.slug)
    german = text_in(petition, petition.written_version, settings.LANGUAGE_CODE)
    context = {
        "petition": petition,
        "form": form,
        "language": language,
        "source": german if language != settings.LANGUAGE_CODE else None,
        "present": present,
        "refusal": refusal,
    }
    status = 422 if form.errors or (refusal and request.method == "POST") else 200
    return render(request, "petitions/organise/petition_text.html", context, status=status)


@require_POST
@workspace_page
def begin_change(request: Organising, slug: str) -> HttpResponse:
    """Copy the text that people sign into one that can be written in."""
    petition = found(request, slug, "petitions.change_petition")
    try:
        services.begin_change(petition, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("petitions_organise:detail", petition.slug)
    return redirect("petitions_organise:text", petition.slug, settings.LANGUAGE_CODE)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def publish_change(request: Organising, slug: str) -> HttpResponse:
    """Compare with what people read now, say what kind of change it is, and publish it."""
    petition = found(request, slug, "petitions.publish_petition")
    if petition.draft_version is None:
        messages.error(request, _("There is no change to publish any more."))
        return redirect("petitions_organise:detail", petition.slug)
    is_for_review = needs_review(request.user)
    differences = differences_of(petition)
    codes = list(dict.fromkeys(["de", *(code for code, _words in differences)]))
    form = ChangeForm(petition, codes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if is_for_review:
                services.submit(petition, change=form.given, actor=request.user)
            else:
                services.publish_change(petition, **form.given, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            petition.refresh_from_db()
            differences = differences_of(petition)
            # The next press knows what the page shows now.
            again = request.POST.copy()
            again["published"] = str(petition.published_version)
            form.data = again
        else:
            done = _("Submitted. You get a mail when it is decided.")
            messages.success(request, done if is_for_review else _("The new text is public."))
            return redirect("petitions_organise:detail", petition.slug)
    context = {
        "petition": petition,
        "form": form,
        "differences": differences,
        "is_for_review": is_for_review,
        "locked": services.why_not_written(petition),
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/petition_change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def discard_change(request: Organising, slug: str) -> HttpResponse:
    petition = found(request, slug, "petitions.change_petition")
    refusal = ""
    if request.method == "POST":
        try:
            services.discard_change(petition, actor=request.user)
        except ValidationError as reason:
            refusal = " ".join(reason.messages)
        else:
            messages.success(request, _("The change is thrown away. The public text is the same."))
            return redirect("petitions_organise:detail", petition.slug)
    context = {"petition": petition, "refusal": refusal}
    status = 422 if refusal else 200
    return render(
        request, "petitions/organise/petition_discard_change.html", context, status=status
    )


def differences_of(petition: Petition) -> list[tuple[str, list[tuple[Any, str, str]]]]:
    """By language: each word that differs between the public text and the one written."""
    public = dict(texts_by_language(petition, petition.published_version))
    written = texts_by_language(petition, petition.draft_version or 0)
    found = []
    for language, new in written:
        if new is None:
            continue
        before = words_of(public[language]) if public[language] else {}
        after = words_of(new)
        different = [
            (LABELS[name], before.get(name, ""), after[name])
            for name in LABELS
            if before.get(name, "") != after[name]
        ]
        if different:
            found.append((language, different))
    return found
