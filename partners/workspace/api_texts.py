"""A text in one language, by program: read, and written through the page's form, which says what
is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import Handler, OrganiserMixin, actor_of, changed_meanwhile, check_match, etag_of
from languages import editing
from languages.models import Translation
from partners.workspace.api_steps import typed
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


class OneText(OrganiserMixin, APIView):  # type: ignore[misc]
    """A thing's words in one language, read by `text_read` and written by `text_written`.

    `verb` is the service that the page calls, `need` the permission to write.
    """

    text_model: type[Translation]
    shows: type[serializers.Serializer]
    takes: type[serializers.Serializer]
    verb: Any
    need = ""

    def find(self, request: Request, *, need: str = "", **place: Any) -> Any:
        """Raises Http404 for strangers, NotAllowed without the right that is needed."""
        raise NotImplementedError


def text_read(
    operation: str, summary: str, *, tags: list[str], shows: type[serializers.Serializer]
) -> Handler:
    """The `get` of a `OneText`."""

    def read(view: OneText, request: Request, language: str, **place: Any) -> Response:
        return text_shown(view.find(request, **place).texts, language, view.shows)

    return extend_schema(operation_id=operation, summary=summary, tags=tags, responses=shows)(read)


def text_written(
    operation: str,
    summary: str,
    *,
    tags: list[str],
    shows: type[serializers.Serializer],
    takes: type[serializers.Serializer],
    example: Mapping[str, str],
    is_whole: bool = False,
) -> Handler:
    """The `patch` of a `OneText`, or its `put` where all words are sent each time."""

    def written(view: OneText, request: Request, language: str, **place: Any) -> Response:
        thing = view.find(request, **place, need=view.need)
        words = typed(request, view.takes, partial=not is_whole)
        verb = partial(view.verb, thing, language, actor=actor_of(request))
        return write_text(request, view.text_model, thing.texts, language, words, verb, view.shows)

    return extend_schema(
        operation_id=operation,
        summary=summary,
        description="Makes the language where it is not there yet. German first: the others "
        "follow it, and are marked as stale when it changes. Refuses with `text_is_fixed` (409) "
        "without it, and with `precondition_failed` (412) where somebody has changed the text "
        "meanwhile, or, by `If-None-Match: *`, where it is written already.",
        tags=tags,
        request=takes,
        responses=shows,
        examples=[OpenApiExample("In one language", value=dict(example), request_only=True)],
    )(written)
