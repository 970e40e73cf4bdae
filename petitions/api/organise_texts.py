"""A petition's texts by program, and the change of a text that people already sign."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, etag_of, once
from partners.workspace.api_texts import known_language, save_words
from petitions import services
from petitions.api.finding import found
from petitions.api.organise_serializers import (
    ChangeInput,
    OrganisedPetitionDetailSerializer,
    WordsInput,
)
from petitions.api.organising import TAGS, told
from petitions.api.reading import TextPage
from petitions.api.serializers import PetitionWholeTextSerializer
from petitions.forms.organising import WORDS, ChangeForm, WordsForm
from petitions.models import Petition, PetitionText
from petitions.rules import needs_review
from web.api import LANGUAGE, refused_as

CHANGE = "petitions.change_petition"


def newest(petition: Petition) -> QuerySet[PetitionText]:
    """The texts that can be written in, else those that are published."""
    version = petition.written_version or petition.published_version
    return petition.texts.filter(version=version)


class Texts(OrganiserMixin, generics.ListAPIView):
    area = "petitions"
    serializer_class = PetitionWholeTextSerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[PetitionText]:
        return newest(found(self.request, self.kwargs["slug"]))

    @extend_schema(
        operation_id="organiseListPetitionTexts",
        summary="A petition's texts, as they are being written",
        description="A draft's, or those of the change under way; else those that people sign.",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneText(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organiseGetPetitionText",
        summary="A petition's text in one language",
        tags=TAGS,
        responses=PetitionWholeTextSerializer,
    )
    def get(self, request: Organising, slug: str, language: str) -> Response:
        text = _text(found(request, slug), known_language(language))
        if text is None:
            raise Http404
        return _shown(text)

    @extend_schema(
        operation_id="organiseWritePetitionText",
        summary="Write a petition's text in one language",
        description="Makes the language where it is not there yet; German comes first. Refuses "
        "with `text_is_fixed` (409) while people sign it and no change is begun, while it is "
        "looked through, and once signing is over; with `precondition_failed` (412) where "
        "somebody has changed it meanwhile.",
        tags=TAGS,
        request=WordsInput,
        responses=PetitionWholeTextSerializer,
        examples=[
            OpenApiExample(
                "In English",
                value={
                    "title": "The vote for everybody who lives here",
                    "demand": "Let everybody who lives here elect the city council.",
                    "summary": "Who lives here votes here.",
                },
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str, language: str) -> Response:
        petition = found(request, slug, CHANGE)
        known_language(language)
        typed = WordsInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        words = typed.validated_data
        present = _text(petition, language)
        # A language that is new is whole from the beginning.
        names = tuple(words) if present and words else WORDS
        save_words(
            request,
            lambda data: WordsForm(present, language, data, names=names),
            words,
            partial(services.write_words, petition, language),
            shown=PetitionWholeTextSerializer(present).data if present else None,
        )
        text = _text(found(request, slug), language)
        assert text is not None  # noqa: S101
        return _shown(text)


def _text(petition: Petition, language: str) -> PetitionText | None:
    return newest(petition).filter(language=language).first()


def _shown(text: PetitionText) -> Response:
    shown = PetitionWholeTextSerializer(text).data
    return Response(shown, headers={"ETag": etag_of(shown)})


class Change(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organiseBeginPetitionChange",
        summary="Begin to change the text of an open petition",
        description="Copies what people sign into a version that nobody else sees. Where one is "
        "begun already, that one goes on. Refuses with `not_open` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: OrganisedPetitionDetailSerializer},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, CHANGE)
        with refused_as("not_open"):
            services.begin_change(petition, actor=request.user)
        return told(request, slug)

    @extend_schema(
        operation_id="organiseDiscardPetitionChange",
        summary="Throw the change away",
        description="What people sign stays as it is. Refuses with `being_reviewed` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses={200: OrganisedPetitionDetailSerializer},
    )
    def delete(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, CHANGE)
        with refused_as("being_reviewed"):
            services.discard_change(petition, actor=request.user)
        return told(request, slug)


class ChangePublication(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organisePublishPetitionChange",
        summary="Publish the changed text",
        description="Where this site looks changes through first, it is submitted: `review` "
        "tells. Refuses with `change_not_publishable` (409), also when somebody else has "
        "published a text since `published`.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ChangeInput,
        responses={200: OrganisedPetitionDetailSerializer},
        examples=[
            OpenApiExample(
                "A clearer sentence",
                value={
                    "is_substantial": False,
                    "notes": {"de": "Ein Satz ist klarer."},
                    "published": 1,
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, "petitions.publish_petition")
        typed = ChangeInput(data=request.data)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        data = {
            "is_substantial": "yes" if sent["is_substantial"] else "no",
            "published": sent["published"],
            **{f"note_{language}": note for language, note in sent.get("notes", {}).items()},
        }
        form = ChangeForm(petition, [code for code, _name in settings.LANGUAGES], data)
        if not form.is_valid():
            found_wrong = form.errors.as_data().items()
            raise ValidationError(
                {name.replace("note_", "notes."): reasons for name, reasons in found_wrong}
            )
        with refused_as("change_not_publishable"):
            if needs_review(request.user):
                services.submit(petition, change=form.given, actor=request.user)
            else:
                services.publish_change(petition, **form.given, actor=request.user)
        return told(request, slug)
