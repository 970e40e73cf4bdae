"""Reading campaigns by program: public, in one language, and only when changed."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import PublicMixin
from campaigns.models import (
    Campaign,
    CampaignQuerySet,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
)
from partners.models import Organisation
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds

# What every text tells about itself, beside its words.
ABOUT_TEXT = ["language", "status"]


class CampaignFilter(filters.FilterSet):
    field = filters.CharFilter("fields__slug", help_text="Slug of a field of work.")
    state = filters.ChoiceFilter(
        choices=[choice for choice in Campaign.State.choices if choice[0] != "draft"]
    )

    class Meta:
        model = Campaign
        fields: list[str] = []


class OrganisationReference(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name"]


class CampaignTextSerializer(serializers.ModelSerializer):
    class Meta:
        model = CampaignText
        fields = [*ABOUT_TEXT, "title", "summary"]


class CampaignStorySerializer(serializers.ModelSerializer):
    story = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = CampaignText
        fields = [*ABOUT_TEXT, "title", "summary", "story"]


class CampaignSerializer(serializers.ModelSerializer):
    """A campaign as it appears in lists."""

    url = serializers.SerializerMethodField(help_text="Its page, for people.")
    lead = OrganisationReference()
    fields_of_work: Any = serializers.SlugRelatedField(
        "slug", source="fields", many=True, read_only=True
    )
    text: Any = CampaignTextSerializer(allow_null=True)

    class Meta:
        model = Campaign
        fields = [
            "slug", "url", "state", "is_urgent", "published_at", "lead", "fields_of_work", "text",
        ]  # fmt: skip

    def get_url(self, campaign: Campaign) -> str:
        return settings.SITE_URL + campaign.get_absolute_url()


class UpdateTextSerializer(serializers.ModelSerializer):
    body = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = CampaignUpdateText
        fields = [*ABOUT_TEXT, "title", "body"]


class UpdateSerializer(serializers.ModelSerializer):
    text = UpdateTextSerializer(allow_null=True)
    url = serializers.SerializerMethodField(
        help_text="Its page, for people; empty where its title says all there is."
    )

    class Meta:
        model = CampaignUpdate
        fields = ["url", "happened_on", "is_year_only", "published_at", "text"]

    def get_url(self, update: CampaignUpdate) -> str:
        return settings.SITE_URL + update.page_url if update.page_url else ""


class CampaignDetailSerializer(CampaignSerializer):
    """A campaign with its story, what happened, and who stands behind it."""

    text = CampaignStorySerializer(allow_null=True)
    updates = UpdateSerializer(many=True)
    endorsed_by = serializers.SerializerMethodField()

    class Meta(CampaignSerializer.Meta):
        fields = [*CampaignSerializer.Meta.fields, "updates", "endorsed_by"]

    def get_endorsed_by(self, campaign: Campaign) -> list[dict[str, Any]]:
        organisations = [endorsement.organisation for endorsement in campaign.endorsements.all()]
        return list(OrganisationReference(organisations, many=True).data)


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
        tags=["campaigns"],
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CampaignDetail(CampaignReading, generics.RetrieveAPIView):
    serializer_class = CampaignDetailSerializer
    lookup_field = "slug"

    def get_queryset(self) -> CampaignQuerySet:
        accepted: QuerySet[Endorsement] = Endorsement.objects.accepted().select_related(
            "organisation"
        )
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
        tags=["campaigns"],
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
