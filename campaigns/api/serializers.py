"""What programs read of campaigns, of what happened in them, and of who stands behind them."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from campaigns.models import (
    ActionField,
    Campaign,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
    EndorsementText,
)
from partners.models import Organisation
from web.osdi import OsdiSerializer

# What every text tells about itself, beside its words.
ABOUT_TEXT = ["language", "status"]


class FieldSerializer(serializers.ModelSerializer):
    """A field of work of the body that runs this site."""

    name = serializers.CharField(source="text.name")
    summary = serializers.CharField(source="text.summary")
    language = serializers.CharField(source="text.language")

    class Meta:
        model = ActionField
        fields = ["slug", "name", "summary", "language"]


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


class CampaignSerializer(OsdiSerializer):
    """A campaign as it appears in lists."""

    identified_as = "campaign"
    lead = OrganisationReference()
    fields_of_work: Any = serializers.SlugRelatedField(
        "slug", source="fields", many=True, read_only=True
    )
    text: Any = CampaignTextSerializer(allow_null=True)

    class Meta:
        model = Campaign
        fields = [
            *OsdiSerializer.NAMES, "state", "is_urgent", "published_at", "lead", "fields_of_work",
            "text",
        ]  # fmt: skip


class UpdateTextSerializer(serializers.ModelSerializer):
    body = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = CampaignUpdateText
        fields = [*ABOUT_TEXT, "title", "body"]


class UpdateSerializer(OsdiSerializer):
    """Something that happened in a campaign."""

    identified_as = "update"
    browser_url = serializers.SerializerMethodField(
        help_text="Its page, for people; empty where its title says all there is."
    )
    text = UpdateTextSerializer(allow_null=True)

    class Meta:
        model = CampaignUpdate
        fields = [
            "id", "identifiers", "origin_system", "browser_url", "title", "happened_on",
            "is_year_only", "published_at", "text",
        ]  # fmt: skip

    def get_identifiers(self, update: CampaignUpdate) -> list[str]:
        return [f"mitstimme:update:{update.pk}"]

    def get_browser_url(self, update: CampaignUpdate) -> str:
        return settings.SITE_URL + update.page_url if update.page_url else ""


class StatementSerializer(serializers.ModelSerializer):
    class Meta:
        model = EndorsementText
        fields = [*ABOUT_TEXT, "statement"]


class EndorsementSerializer(serializers.ModelSerializer):
    """An organisation that stands behind a campaign, by its own word and the campaign's."""

    organisation = OrganisationReference()
    text = StatementSerializer(allow_null=True)

    class Meta:
        model = Endorsement
        fields = ["id", "organisation", "signed_on", "text"]


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
