"""A text in one language, sent by a program: the page's form reads it, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import changed_meanwhile, check_match, etag_of
from languages import editing
from languages.models import Translation
from partners.workspace.texts import TextForm
from web.api import refused_as


def known_language(language: str) -> str:
    """The language, where the platform has it; else 404."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return language


def save_words(
    request: Request,
    make: Callable[[Any], TextForm],
    words: Mapping[str, str],
    write: Callable[..., Any],
    *,
    shown: Any | None,
) -> None:
    """Have the form that `make` makes of data check these words, and `write(words, seen=…)` them.

    Words that are not sent keep what they say. `shown` is the text as a GET gives it, None where
    it is not written yet: for If-Match and If-None-Match. Refuses with the form's errors by
    field (422), with `precondition_failed` (412) where somebody has changed or written the text
    meanwhile, and with `text_is_fixed` (409) where there is nothing to write in.
    """
    check_match(request, shown)
    form = make({**make(None).initial, **words})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    try:
        with refused_as("text_is_fixed"):
            write(form.words, seen=form.cleaned_data["seen"])
    except editing.EditedMeanwhile:
        raise changed_meanwhile() from None


def text_shown(texts: Any, language: str, shows: type[serializers.Serializer]) -> Response:
    """The one of these texts in this language, with its tag; 404 where there is none."""
    text = texts.filter(language=known_language(language)).first()
    if text is None:
        raise Http404
    representation = shows(text).data
    return Response(representation, headers={"ETag": etag_of(representation)})


def write_text(
    request: Request,
    text_model: type[Translation],
    texts: Any,
    language: str,
    words: Mapping[str, str],
    write: Callable[..., Any],
    shows: type[serializers.Serializer],
) -> Response:
    """Write a thing's text in one language and show it; refuses as `save_words` does.

    `texts` are the thing's; `write(words, seen=…)` is the service that the page calls.
    """
    present = texts.filter(language=known_language(language)).first()
    save_words(
        request,
        lambda data: TextForm(text_model, present, language, data),
        words,
        write,
        shown=shows(present).data if present else None,
    )
    return text_shown(texts, language, shows)
