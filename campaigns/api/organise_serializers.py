"""What organisers' programs read and send. What values must hold, the pages' forms say."""

from typing import Any

from rest_framework import serializers

from campaigns.api.serializers import (
    CampaignSerializer,
    EndorsementSerializer,
    StatementSerializer,
    UpdateSerializer,
)
from campaigns.models import Campaign, CampaignText


class OrganisedCampaignSerializer(CampaignSerializer):
    """A campaign as those see it who lead it, drafts included."""

    class Meta(CampaignSerializer.Meta):
        fields = [*CampaignSerializer.Meta.fields, "visibility", "publish_at"]


class CampaignInput(serializers.Serializer):
    lead = serializers.SlugField(max_length=50, help_text="An organisation that you write for.")
    title = serializers.CharField(max_length=120, allow_blank=True, help_text="In German.")
    summary = serializers.CharField(max_length=280, allow_blank=True, help_text="In German.")


class SettingsInput(serializers.Serializer):
    """What is not sent stays as it is."""

    visibility = serializers.ChoiceField(Campaign.Visibility.values, required=False)
    fields_of_work = serializers.ListField(
        child=serializers.SlugField(max_length=50), required=False, max_length=100
    )


class CampaignWordsInput(serializers.ModelSerializer):
    """What is not sent stays as it is; a language that is new needs title and summary."""

    class Meta:
        model = CampaignText
        fields = ["title", "summary", "story"]
        extra_kwargs: Any = {
            "title": {"required": False, "allow_blank": True},
            "summary": {"required": False, "allow_blank": True},
            "story": {"required": False, "help_text": "Markdown."},
        }


class MomentInput(serializers.Serializer):
    at = serializers.DateTimeField(help_text="A time to come.")


class OrganisedUpdateSerializer(UpdateSerializer):
    class Meta(UpdateSerializer.Meta):
        fields = [*UpdateSerializer.Meta.fields, "state", "publish_at"]


class UpdateInput(serializers.Serializer):
    title = serializers.CharField(max_length=160, allow_blank=True, help_text="In German.")
    body = serializers.CharField(
        max_length=20_000, required=False, allow_blank=True, help_text="In German, Markdown."
    )
    happened_on = serializers.DateField()
    is_year_only = serializers.BooleanField(required=False)


class UpdateWordsInput(serializers.Serializer):
    """What is not sent stays as it is."""

    title = serializers.CharField(max_length=160, required=False, allow_blank=True)
    body = serializers.CharField(required=False, allow_blank=True, help_text="Markdown.")


class AgreementSerializer(EndorsementSerializer):
    """An endorsement as both sides see it, whatever has become of it."""

    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    text = StatementSerializer(allow_null=True, help_text="The wording agreed on, or asked for.")
    proposed_text = StatementSerializer(
        allow_null=True, help_text="A newer wording that waits for the campaign."
    )

    class Meta(EndorsementSerializer.Meta):
        fields = [
            *EndorsementSerializer.Meta.fields, "campaign", "state", "message", "reason",
            "asked_at", "decided_on", "ended_at", "version", "proposed_version", "proposed_text",
        ]  # fmt: skip


class InvitationInput(serializers.Serializer):
    organisation = serializers.SlugField(max_length=50, help_text="One of the public list.")
    message = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="Only they read it."
    )


class StatementInput(serializers.Serializer):
    statement = serializers.CharField(max_length=600, allow_blank=True, help_text="In German.")
    is_authorised = serializers.BooleanField(
        help_text="Must be true: you may speak for this organisation, and sign in its name."
    )


class AskInput(StatementInput):
    campaign = serializers.SlugField(max_length=50)
    message = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="Only the campaign reads it."
    )


class AcceptanceInput(serializers.Serializer):
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        help_text="To take over a newer wording: the `proposed_version` that you have read.",
    )


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        help_text="Only the other side reads it. It is never public.",
    )
