"""What everybody reads of campaigns: their texts, updates, and who stands behind them."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import PublicMixin
from campaigns.api.serializers import (
    CampaignDetailSerializer,
    CampaignSerializer,
    CampaignStorySerializer,
    EndorsementSerializer,
    FieldSerializer,
    UpdateSerializer,
)
from campaigns.models import (
    ActionField,
    Campaign,
    CampaignQuerySet,
    CampaignText,
    CampaignUpdate,
    Endorsement,
)
from campaigns.services.reading import updates_of
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds

TAGS = ["campaigns"]


class CampaignFilter(filters.FilterSet):
    field = filters.CharFilter("fields__slug", help_text="Slug of a field of work.")
    state = filters.ChoiceFilter(
        choices=[choice for choice in Campaign.State.choices if choice[0] != "draft"]
    )

    class Meta:
        model = Campaign
        fields: list[str] = []


class CampaignReading(PublicMixin):
    serializer_class = CampaignSerializer

    def get_queryset(self) -> CampaignQuerySet:
        campaigns = Campaign.objects.public().select_related("lead").with_texts()
        return campaigns.prefetch_related("fields")


@sheds(Order.LISTS)
class CampaignList(CampaignReading, generics.ListAPIView):
    pagination_class = CursorPage
    filterset_class = CampaignFilter

    def get_queryset(self) -> CampaignQuerySet:
        return super().get_queryset().listed()

    @extend_schema(
        operation_id="listCampaigns",
        summary="Public campaigns, newest first",
        description="Drafts are not listed. Follow `next` for more.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CampaignDetail(CampaignReading, generics.RetrieveAPIView):
    serializer_class = CampaignDetailSerializer
    lookup_field = "slug"

    def get_queryset(self) -> CampaignQuerySet:
        accepted: QuerySet[Endorsement] = Endorsement.objects.accepted()
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("updates", CampaignUpdate.objects.published().with_texts()),
                Prefetch("endorsements", accepted.select_related("organisation")),
            )
        )

    @extend_schema(
        operation_id="getCampaign",
        summary="One campaign",
        description="With its story, what happened, and who stands behind it.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class FieldPage(CursorPage):
    ordering = ("position", "slug")


@sheds(Order.LISTS)
class FieldList(PublicMixin, generics.ListAPIView):
    serializer_class = FieldSerializer
    pagination_class = FieldPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[ActionField]:
        # One without a text is a beginning in the administration.
        return ActionField.objects.filter(texts__language="de").with_texts()

    @extend_schema(
        operation_id="listCampaignFields",
        summary="Fields of work that campaigns belong to",
        description="Their slugs are what `field` narrows campaigns and petitions by.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def public_campaign(slug: str) -> Campaign:
    """Its own row only; 404 for a draft."""
    return get_object_or_404(Campaign.objects.public(), slug=slug)


class TextPage(CursorPage):
    # One text each language.
    ordering = ("language",)


@sheds(Order.LISTS)
class CampaignTexts(PublicMixin, generics.ListAPIView):
    serializer_class = CampaignStorySerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[CampaignText]:
        return CampaignText.objects.filter(campaign=public_campaign(self.kwargs["slug"]))

    @extend_schema(
        operation_id="listCampaignTexts",
        summary="A campaign's text in every language",
        description="German is the source: a text that is `stale` was translated from an earlier "
        "German one.",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class UpdatePage(CursorPage):
    ordering = ("-happened_on", "-id")


class UpdateReading(PublicMixin):
    serializer_class = UpdateSerializer

    def get_queryset(self) -> QuerySet[CampaignUpdate]:
        slug = self.kwargs["slug"]  # type: ignore[attr-defined]
        return updates_of(public_campaign(slug))


@sheds(Order.LISTS)
class UpdateList(UpdateReading, generics.ListAPIView):
    pagination_class = UpdatePage
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="listCampaignUpdates",
        summary="What happened in a campaign, newest first",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class UpdateDetail(UpdateReading, generics.RetrieveAPIView):
    lookup_field = "id"
    lookup_url_kwarg = "update_id"
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="getCampaignUpdate",
        summary="One update of a campaign",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class EndorsementPage(CursorPage):
    ordering = ("id",)


@sheds(Order.LISTS)
class EndorsementList(PublicMixin, generics.ListAPIView):
    serializer_class = EndorsementSerializer
    pagination_class = EndorsementPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Endorsement]:
        campaign = public_campaign(self.kwargs["slug"])
        accepted = Endorsement.objects.accepted().filter(campaign=campaign)
        return accepted.select_related("organisation").with_texts()

    @extend_schema(
        operation_id="listCampaignEndorsements",
        summary="Who stands behind a campaign, with their statements",
        description="Only what both sides have agreed on.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
