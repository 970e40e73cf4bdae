"""A text in one language, sent by a program: the page's form reads it, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework.request import Request

from access.api import changed_meanwhile, check_match
from languages import editing
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
