"""What everybody reads of petitions: their texts in every language and their way so far."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import PublicMixin
from languages.models import texts_of
from petitions.api.serializers import (
    PetitionDetailSerializer,
    PetitionSerializer,
    PetitionWholeTextSerializer,
    StepSerializer,
)
from petitions.models import AddresseeText, InstrumentText, Petition, PetitionStep, PetitionText
from petitions.models.petitions import PetitionQuerySet
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds

TAGS = ["petitions"]


class PetitionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=[choice for choice in Petition.State.choices if choice[0] != "draft"]
    )
    field = filters.CharFilter("campaign__fields__slug", help_text="Slug of a field of work.")
    campaign = filters.CharFilter("campaign__slug", help_text="Slug of a campaign.")

    class Meta:
        model = Petition
        fields: list[str] = []


class PetitionReading(PublicMixin):
    serializer_class = PetitionSerializer

    def get_queryset(self) -> PetitionQuerySet:
        return (
            Petition.objects.public()
            .select_related("campaign", "initiator", "addressee")
            .with_texts()
            .prefetch_related(texts_of(AddresseeText, "addressee__texts"))
        )


@sheds(Order.LISTS)
class PetitionList(PetitionReading, generics.ListAPIView):
    pagination_class = CursorPage
    filterset_class = PetitionFilter

    def get_queryset(self) -> PetitionQuerySet:
        return super().get_queryset().listed()

    @extend_schema(
        operation_id="listPetitions",
        summary="Public petitions, newest first",
        description="Drafts are not listed. Follow `next` for more.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class PetitionDetail(PetitionReading, generics.RetrieveAPIView):
    serializer_class = PetitionDetailSerializer
    lookup_field = "slug"

    def get_queryset(self) -> PetitionQuerySet:
        return (
            super()
            .get_queryset()
            .select_related("instrument")
            .prefetch_related(
                texts_of(InstrumentText, "instrument__texts"),
                Prefetch("steps", PetitionStep.objects.with_texts()),
            )
        )

    @extend_schema(
        operation_id="getPetition",
        summary="One petition",
        description="With its reasons, its way so far, and the sentences a person agrees to.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def public_petition(slug: str) -> Petition:
    """Its own row only; 404 for a draft."""
    return get_object_or_404(Petition.objects.public(), slug=slug)


class TextPage(CursorPage):
    # One text each language.
    ordering = ("language",)


@sheds(Order.LISTS)
class PetitionTexts(PublicMixin, generics.ListAPIView):
    serializer_class = PetitionWholeTextSerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[PetitionText]:
        petition = public_petition(self.kwargs["slug"])
        return petition.texts.filter(version=petition.published_version)

    @extend_schema(
        operation_id="listPetitionTexts",
        summary="A petition's text in every language",
        description="The text that is signed now. German is the source: a text that is `stale` "
        "was translated from an earlier German one.",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class StepPage(CursorPage):
    ordering = ("happened_on", "id")


@sheds(Order.LISTS)
class PetitionSteps(PublicMixin, generics.ListAPIView):
    serializer_class = StepSerializer
    pagination_class = StepPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[PetitionStep]:
        petition = public_petition(self.kwargs["slug"])
        return PetitionStep.objects.filter(petition=petition).with_texts()

    @extend_schema(
        operation_id="listPetitionSteps",
        summary="A petition's way so far",
        description="Milestones, the handover and the answer, in the order of their days.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
