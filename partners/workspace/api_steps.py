"""A step of a thing's way, taken by a program: posted, done by its service, and the thing as it
is then. With what a call sends, read by the page's own form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import Handler, OrganiserMixin, actor_of, once
from web.api import LANGUAGE, refused_as

type Verb = Callable[..., Any]


def typed(
    request: Request, serializer: type[serializers.Serializer], *, partial: bool = False
) -> dict[str, Any]:
    """What was sent, by its types; if `partial`, of some fields. Refuses by field (422)."""
    read = serializer(data=request.data, partial=partial)
    read.is_valid(raise_exception=True)
    return read.validated_data


def checked(form: Form) -> dict[str, Any]:
    """What the form makes of it. Raises ValidationError with its sentences by field."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data


class Stepping(OrganiserMixin, APIView):  # type: ignore[misc]
    """The steps of one kind of thing: how it is found by its place in the address, and shown."""

    need = ""

    def find(self, request: Request, *, need: str = "", **place: Any) -> Any:
        """Raises Http404 for strangers, NotAllowed without the right that is needed."""
        raise NotImplementedError

    def shown(self, request: Request, **place: Any) -> Response:
        raise NotImplementedError

    def take(
        self,
        request: Request,
        verb: Verb,
        code: str,
        place: Mapping[str, Any],
        read: Callable[[Request], Mapping[str, Any]] | None = None,
    ) -> Response:
        """Do it, with what `read` makes of the request, for whoever has the right.

        What the service refuses is said under `code` (409), without one as `invalid` (422).
        """
        thing = self.find(request, **place, need=self.need)
        given = read(request) if read else {}
        with refused_as(code) if code else nullcontext():
            verb(thing, actor=actor_of(request), **given)
        return self.shown(request, **place)


def step(
    operation: str,
    summary: str,
    verb: Verb,
    code: str = "",
    about: str = "",
    *,
    tags: list[str],
    shows: type[serializers.BaseSerializer],
    takes: type[serializers.Serializer] | None = None,
    read: Callable[[Request], Mapping[str, Any]] | None = None,
    examples: Sequence[OpenApiExample] = (),
) -> Handler:
    """The `post` of a `Stepping`, with one effect for each Idempotency-Key.

    `verb` is the service; `read` gives its arguments out of what `takes` describes.
    """
    taken = _taken(verb, code, read)
    return _described(
        operation, summary, code, about, tags=tags, shows=shows, takes=takes, examples=examples
    )(once(taken))


def step_back(
    operation: str,
    summary: str,
    verb: Verb,
    code: str = "",
    about: str = "",
    *,
    tags: list[str],
    shows: type[serializers.BaseSerializer],
) -> Handler:
    """The `delete` that takes such a step back."""
    taken = _taken(verb, code, None)
    return _described(operation, summary, code, about, tags=tags, shows=shows)(taken)


def _taken(verb: Verb, code: str, read: Any) -> Handler:
    def taken(view: Stepping, request: Request, **place: Any) -> Response:
        return view.take(request, verb, code, place, read)

    return taken


def _described(
    operation: str,
    summary: str,
    code: str,
    about: str,
    *,
    tags: list[str],
    shows: type[serializers.BaseSerializer],
    takes: type[serializers.Serializer] | None = None,
    examples: Sequence[OpenApiExample] = (),
) -> Any:
    refusal = (
        f"Refuses with `{code}` (409) where it is not possible now."
        if code
        else "Refused as `invalid` (422), with the reasons, where it is not possible now."
    )
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=f"{about} {refusal}".strip(),
        tags=tags,
        parameters=[LANGUAGE],
        request=takes,
        responses={200: shows},
        examples=list(examples),
    )
