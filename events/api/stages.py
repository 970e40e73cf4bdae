"""The stages of a programme by program: where things happen, and what that is called."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import translation
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from events import services
from events.api.programme_serializers import (
    StageInput,
    StageSerializer,
    StageTextInput,
    StageTextSerializer,
)
from events.api.programmes import CHANGE, TAGS, Organised, found_programme
from events.forms.programmes import StageForm
from events.models import Programme, Stage, StageText, Venue
from partners.workspace.api_steps import checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from web.api import LANGUAGE, CursorPage

A_STAGE = OpenApiExample("A stage", value={"name": "Kleine Bühne"}, request_only=True)


class StagePage(CursorPage):
    ordering = ("position", "pk")


class OrganisedStages(Organised, generics.ListAPIView):
    serializer_class = StageSerializer
    pagination_class = StagePage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Stage]:
        return _stages(self.find(self.request, self.kwargs["slug"]))

    @extend_schema(
        operation_id="organiseListStages",
        summary="The stages of a programme of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseAddStage",
        summary="Add a stage, tent, room or street",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StageInput,
        responses={201: StageSerializer},
        examples=[A_STAGE],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        programme = self.find(request, slug, CHANGE)
        given = _given(request)
        return _shown(services.set_stage(programme, **given, actor=actor_of(request)), 201)


class OrganisedStage(OrganiserMixin, APIView):
    area = "events"

    @extend_schema(
        operation_id="organiseGetStage",
        summary="One stage of a programme of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=StageSerializer,
    )
    def get(self, request: Request, slug: str, stage_id: int) -> Response:
        return _shown(found_stage(request, slug, stage_id))

    @extend_schema(
        operation_id="organiseChangeStage",
        summary="Change a stage",
        description="With `If-Match`, refused with `precondition_failed` (412) when it has "
        "changed since.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StageInput,
        responses=StageSerializer,
        examples=[A_STAGE],
    )
    def put(self, request: Request, slug: str, stage_id: int) -> Response:
        found_stage(request, slug, stage_id, CHANGE)
        given = _given(request)
        with transaction.atomic():
            Stage.objects.select_for_update(no_key=True).filter(pk=stage_id).first()
            stage = found_stage(request, slug, stage_id, CHANGE)
            check_match(request, _state_of(stage))
            actor = actor_of(request)
            services.set_stage(stage.programme, **given, stage=stage, actor=actor)
        return _shown(found_stage(request, slug, stage_id))

    @extend_schema(
        operation_id="organiseRemoveStage",
        summary="Remove a stage",
        description="Its events stay in the programme.",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, slug: str, stage_id: int) -> Response:
        services.remove_stage(
            found_stage(request, slug, stage_id, CHANGE), actor=actor_of(request)
        )
        return Response(status=204)


class OrganisedStageText(OneText):
    area = "events"
    text_model, need = StageText, CHANGE
    shows, takes = StageTextSerializer, StageTextInput
    verb = staticmethod(services.write_stage_text)
    get = text_read(
        "organiseGetStageText",
        "What a stage is called in one language",
        tags=TAGS,
        shows=StageTextSerializer,
    )
    patch = text_written(
        "organiseWriteStageText",
        "Say what a stage is called in one language",
        tags=TAGS,
        shows=StageTextSerializer,
        takes=StageTextInput,
        example={"name": "Küçük sahne"},
    )

    def find(self, request: Request, *, need: str = "", **place: Any) -> Stage:
        return found_stage(request, place["slug"], place["stage_id"], need)


def found_stage(request: Request, slug: str, stage_id: int, need: str = "") -> Stage:
    return get_object_or_404(_stages(found_programme(request, slug, need)), pk=stage_id)


def _stages(programme: Programme) -> QuerySet[Stage]:
    return programme.stages.select_related("programme", "venue").with_texts()


def _given(request: Request) -> dict[str, Any]:
    """What was sent, as the page's form understands it. Raises ValidationError."""
    sent = dict(typed(request, StageInput))
    if slug := sent.get("venue"):
        venue = Venue.objects.filter(slug=slug).first()
        sent["venue"] = venue.pk if venue else 0
    return checked(StageForm(sent))


def _state_of(stage: Stage) -> dict[str, Any]:
    """What its tag is made of: its name as it is changed here, in German whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        return dict(StageSerializer(stage).data)


def _shown(stage: Stage, status: int = 200) -> Response:
    headers = {"ETag": etag_of(_state_of(stage))}
    response = Response(StageSerializer(stage).data, status, headers=headers)
    if status == 201:
        path = f"/api/v1/organise/programmes/{stage.programme.slug}/stages/{stage.pk}/"
        response["Location"] = settings.SITE_URL + path
    return response
