"""The directory of organisations for everybody, narrowed as the page is."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import PublicMixin
from partners.api.serializers import (
    FieldOfWorkSerializer,
    OrganisationDetailSerializer,
    OrganisationSerializer,
    OrganisationTextSerializer,
)
from partners.models import FieldOfWork, Organisation, OrganisationQuerySet, OrganisationText
from partners.services.finding import Choice
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds

TAGS = ["organisations"]
# The page's names, but for one: `language` is that of the answer everywhere here.
NAMES = {"q": "q", "kind": "kind", "field": "field", "speaks": "language", "district": "district"}
FILTERS = [
    OpenApiParameter("q", description="Words of its name or of what it says of itself."),
    OpenApiParameter("kind", enum=Organisation.Kind.values),
    OpenApiParameter("field", description="Slug of a field of work of organisations."),
    OpenApiParameter("speaks", description="Code of a language in which one can talk to them."),
    OpenApiParameter("district", description="Name of a city district."),
]


class OrganisationPage(CursorPage):
    ordering = ("name", "id")


@sheds(Order.LISTS)
class OrganisationList(PublicMixin, generics.ListAPIView):
    serializer_class = OrganisationSerializer
    pagination_class = OrganisationPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> OrganisationQuerySet:
        asked = self.request.query_params
        choice = Choice.of({name: asked.get(given, "") for given, name in NAMES.items()})
        language = get_language() or settings.LANGUAGE_CODE
        return choice.among(Organisation.objects.public(), language).to_list()

    @extend_schema(
        operation_id="listOrganisations",
        summary="Organisations that take part, by name",
        description="What nobody offers finds nothing.",
        tags=TAGS,
        parameters=[LANGUAGE, *FILTERS],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class FieldPage(CursorPage):
    ordering = ("position", "slug")


@sheds(Order.LISTS)
class FieldList(PublicMixin, generics.ListAPIView):
    serializer_class = FieldOfWorkSerializer
    pagination_class = FieldPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[FieldOfWork]:
        # One without a text is a beginning in the administration.
        return FieldOfWork.objects.filter(texts__language="de").with_texts()

    @extend_schema(
        operation_id="listOrganisationFields",
        summary="Fields of work that organisations are found by",
        description="Their slugs are what `field` narrows the list by.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OrganisationDetail(PublicMixin, generics.RetrieveAPIView):
    serializer_class = OrganisationDetailSerializer
    lookup_field = "slug"
    filter_backends: list[Any] = []

    def get_queryset(self) -> OrganisationQuerySet:
        return Organisation.objects.known().to_show()

    @extend_schema(
        operation_id="getOrganisation",
        summary="One organisation",
        description="With what it has said may be public of how to reach it. Of one that has "
        "left (`left_at`) only its name and sentence remain.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class TextPage(CursorPage):
    # One text each language.
    ordering = ("language",)


@sheds(Order.LISTS)
class OrganisationTexts(PublicMixin, generics.ListAPIView):
    serializer_class = OrganisationTextSerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[OrganisationText]:
        here = get_object_or_404(Organisation.objects.public(), slug=self.kwargs["slug"])
        return OrganisationText.objects.filter(organisation=here)

    @extend_schema(
        operation_id="listOrganisationTexts",
        summary="An organisation's words in every language",
        description="German is the source: a text that is `stale` was translated from an earlier "
        "German one.",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
