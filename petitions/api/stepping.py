"""Milestones on a petition's way by program: noted, moved, written in each language, removed."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, once
from languages import editing
from partners.workspace.api_steps import checked, typed
from partners.workspace.api_texts import write_text
from petitions import services
from petitions.api.finding import PUBLISH, found
from petitions.api.organise_serializers import StepDayInput, StepInput, StepWordsInput
from petitions.api.organising import TAGS
from petitions.api.reading import StepPage
from petitions.api.serializers import StepSerializer, StepTextSerializer
from petitions.forms.organising import StepDayForm, StepForm
from petitions.models import PetitionStep, PetitionStepText
from web.api import LANGUAGE, refused_as


class Steps(OrganiserMixin, generics.ListAPIView):
    area = "petitions"
    serializer_class = StepSerializer
    pagination_class = StepPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[PetitionStep]:
        petition = found(self.request, self.kwargs["slug"])
        return PetitionStep.objects.filter(petition=petition).with_texts()

    @extend_schema(
        operation_id="organiseListPetitionSteps",
        summary="The way of a petition of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreatePetitionStep",
        summary="Note a milestone",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StepInput,
        responses={201: StepSerializer},
        examples=[
            OpenApiExample(
                "A milestone",
                value={"happened_on": "2026-11-20", "title": "Tausend Unterschriften"},
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, PUBLISH)
        form = StepForm(typed(request, StepInput))
        on = checked(form)["happened_on"]
        step = services.add_step(petition, on, form.words, actor=request.user)
        response = Response(StepSerializer(step).data, status=201)
        response["Location"] = reverse("api-organise-petition-step", args=[slug, step.pk])
        return response


def _step(request: Organising, slug: str, step_id: int) -> PetitionStep:
    petition = found(request, slug, PUBLISH)
    return get_object_or_404(petition.steps.all(), pk=step_id)


class OneStep(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organiseMovePetitionStep",
        summary="Set the day of a step",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StepDayInput,
        responses=StepSerializer,
        examples=[
            OpenApiExample("Its day", value={"happened_on": "2026-11-21"}, request_only=True)
        ],
    )
    def patch(self, request: Organising, slug: str, step_id: int) -> Response:
        step = _step(request, slug, step_id)
        on = checked(StepDayForm(typed(request, StepDayInput)))["happened_on"]
        services.move_step(step, on, actor=request.user)
        return Response(StepSerializer(step).data)

    @extend_schema(
        operation_id="organiseRemovePetitionStep",
        summary="Take a milestone away",
        description="A handover and an answer happened, and stay: `not_a_milestone` (409).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Organising, slug: str, step_id: int) -> Response:
        step = _step(request, slug, step_id)
        with refused_as("not_a_milestone"):
            services.remove_step(step, actor=request.user)
        return Response(status=204)


class StepWords(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organiseWritePetitionStepText",
        summary="Write a step's text in one language",
        description="Makes the language where it is not there yet; German comes first. Refuses "
        "with `text_is_fixed` (409) and `precondition_failed` (412).",
        tags=TAGS,
        request=StepWordsInput,
        responses=StepTextSerializer,
        examples=[OpenApiExample("In Turkish", value={"title": "Bin imza"}, request_only=True)],
    )
    def patch(self, request: Organising, slug: str, step_id: int, language: str) -> Response:
        step = _step(request, slug, step_id)
        return write_text(
            request,
            PetitionStepText,
            step.texts,
            language,
            typed(request, StepWordsInput, partial=True),
            partial(editing.write, step, language),
            StepTextSerializer,
        )
