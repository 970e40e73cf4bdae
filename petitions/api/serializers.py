"""What programs read of a petition."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.models import Organisation
from petitions import services
from petitions.forms import SignForm
from petitions.models import (
    Addressee,
    ContactWording,
    Instrument,
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
)
from web.osdi import OsdiSerializer

# What every text tells about itself, beside its words.
ABOUT_TEXT = ["language", "status"]


class InitiatorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name"]


class AddresseeSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="text.name")
    language = serializers.CharField(source="text.language")

    class Meta:
        model = Addressee
        fields = ["slug", "name", "language"]


class InstrumentSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="text.name")
    language = serializers.CharField(source="text.language")

    class Meta:
        model = Instrument
        fields = ["slug", "name", "language", "channel", "jurisdiction", "legal_reference"]


class PetitionTextSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(help_text="Sent as `text` when signing: what was shown.")

    class Meta:
        model = PetitionText
        fields = ["id", "version", *ABOUT_TEXT, "title", "demand", "summary"]


class PetitionWholeTextSerializer(PetitionTextSerializer):
    reasons = serializers.CharField(help_text="Markdown.")

    class Meta(PetitionTextSerializer.Meta):
        fields = [*PetitionTextSerializer.Meta.fields, "reasons"]


class PetitionSerializer(OsdiSerializer):
    """A petition as it appears in lists."""

    identified_as = "petition"
    is_open = serializers.BooleanField(help_text="Whether it takes signatures now.")
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    initiator = InitiatorSerializer()
    addressee = AddresseeSerializer()
    total_signatures = serializers.IntegerField(
        source="confirmed_count", help_text="Confirmed ones, two seconds old at most."
    )
    text = PetitionTextSerializer(allow_null=True)

    class Meta:
        model = Petition
        fields = [
            *OsdiSerializer.NAMES, "state", "is_open", "total_signatures", "goal", "opens_at",
            "closes_at", "campaign", "initiator", "addressee", "text",
        ]  # fmt: skip


class StepTextSerializer(serializers.ModelSerializer):
    body = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = PetitionStepText
        fields = [*ABOUT_TEXT, "title", "body"]


class StepSerializer(serializers.ModelSerializer):
    text = StepTextSerializer(allow_null=True)

    class Meta:
        model = PetitionStep
        fields = ["id", "happened_on", "kind", "text"]


class ContactSerializer(serializers.ModelSerializer):
    """What one organisation asks on the form, in its words of today."""

    id = serializers.IntegerField(help_text="Sent in `contacts` when it is ticked.")
    organisation = serializers.CharField(source="offer.organisation.name")

    class Meta:
        model = ContactWording
        fields = ["id", "organisation", "language", "version", "sentence", "words", "privacy_url"]


class PetitionDetailSerializer(PetitionSerializer):
    """A petition with its reasons, its way so far, and the sentences a person agrees to."""

    instrument = InstrumentSerializer()
    text = PetitionWholeTextSerializer(allow_null=True)
    steps = StepSerializer(many=True)
    consents = serializers.SerializerMethodField(
        help_text="Show these sentences word for word beside the boxes of the same names; "
        "what was shown is stored as the proof of consent."
    )

    contacts = serializers.SerializerMethodField(
        help_text="Organisations that ask to write to whoever signs. A box of its own for each, "
        "unticked, with `sentence` and `words` in their language and the link beside it."
    )

    class Meta(PetitionSerializer.Meta):
        fields = [
            *PetitionSerializer.Meta.fields, "handed_over_at", "instrument", "steps", "consents",
            "contacts",
        ]  # fmt: skip

    @extend_schema_field(ContactSerializer(many=True))
    def get_contacts(self, petition: Petition) -> list[dict[str, Any]]:
        wordings = services.boxes(services.shown_wordings(petition.slug, is_new=True))
        return list(ContactSerializer(wordings, many=True).data)

    def get_consents(self, petition: Petition) -> dict[str, str]:
        return {name: str(SignForm.base_fields[name].label) for name in SignForm.CONSENTS}
