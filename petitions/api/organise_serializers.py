"""What organisers' programs read and send. What values must hold, the pages' forms say."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from petitions import services
from petitions.api.serializers import AddresseeSerializer, PetitionSerializer
from petitions.models import Petition, SignatureExport


class OrganisedPetitionSerializer(PetitionSerializer):
    """A petition as those see it who ask by it, drafts included."""

    # A draft has neither before somebody has chosen.
    addressee = AddresseeSerializer(allow_null=True)
    instrument: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    is_scheduled = serializers.BooleanField(
        help_text="A finished draft that opens by itself at `opens_at`."
    )
    written_version = serializers.IntegerField(
        allow_null=True,
        help_text="The version of the text that can be written in; null while there is none: "
        "begin a change first.",
    )

    class Meta(PetitionSerializer.Meta):
        fields = [
            *PetitionSerializer.Meta.fields, "instrument", "handed_over_at", "review",
            "is_scheduled", "published_version", "written_version",
        ]  # fmt: skip


class OrganisedPetitionDetailSerializer(OrganisedPetitionSerializer):
    missing = serializers.SerializerMethodField(
        help_text="What a draft still needs before it can open."
    )

    class Meta(OrganisedPetitionSerializer.Meta):
        fields = [*OrganisedPetitionSerializer.Meta.fields, "missing"]

    def get_missing(self, petition: Petition) -> list[str]:
        if petition.state != Petition.State.DRAFT:
            return []
        return [point.step for point in services.points(petition) if not point.is_done]


class BeginInput(serializers.Serializer):
    campaign = serializers.SlugField(max_length=50, help_text="Of one that you may write in.")
    title = serializers.CharField(max_length=140, allow_blank=True, help_text="In German.")


class NewAddresseeInput(serializers.Serializer):
    name = serializers.CharField(max_length=160, help_text="In German.")
    description = serializers.CharField(
        max_length=600, required=False, allow_blank=True, help_text="What it decides, in German."
    )
    website = serializers.CharField(max_length=200, required=False, allow_blank=True)


class DetailsInput(serializers.Serializer):
    """What is not sent stays as it is."""

    campaign = serializers.SlugField(max_length=50, required=False)
    addressee = serializers.SlugField(
        max_length=50, required=False, help_text="One that is listed."
    )
    new_addressee = NewAddresseeInput(
        required=False, help_text="One that is not listed yet, instead of `addressee`."
    )
    instrument = serializers.SlugField(max_length=50, required=False)
    goal = serializers.IntegerField(required=False)
    opens_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="null: it is opened by hand."
    )
    closes_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="null: it is closed by hand."
    )


class WordsInput(serializers.Serializer):
    """What is not sent stays as it is; a language that is new needs all but the reasons."""

    title = serializers.CharField(max_length=140, required=False, allow_blank=True)
    demand = serializers.CharField(required=False, allow_blank=True, help_text="Markdown.")
    summary = serializers.CharField(max_length=280, required=False, allow_blank=True)
    reasons = serializers.CharField(required=False, allow_blank=True, help_text="Markdown.")


class ChangeInput(serializers.Serializer):
    is_substantial = serializers.BooleanField(
        help_text="Whether everybody who has signed gets a mail and may withdraw."
    )
    notes = serializers.DictField(
        child=serializers.CharField(max_length=1000, allow_blank=True),
        required=False,
        help_text="What has changed, by language; in German where the change is substantial.",
    )
    published = serializers.IntegerField(
        min_value=1, help_text="The `published_version` that you compared with."
    )

    def validate_notes(self, notes: dict[str, str]) -> dict[str, str]:
        if notes.keys() - dict(settings.LANGUAGES).keys():
            shipped = ", ".join(dict(settings.LANGUAGES))
            sentence = _("Choose one of these languages: %(languages)s.") % {"languages": shipped}
            raise serializers.ValidationError(sentence)
        return notes


class StepInput(serializers.Serializer):
    happened_on = serializers.DateField()
    title = serializers.CharField(max_length=160, help_text="In German.")
    body = serializers.CharField(
        max_length=6000, required=False, allow_blank=True, help_text="In German, Markdown."
    )


class StepDayInput(serializers.Serializer):
    happened_on = serializers.DateField()


class StepWordsInput(serializers.Serializer):
    """What is not sent stays as it is."""

    title = serializers.CharField(max_length=160, required=False, allow_blank=True)
    body = serializers.CharField(required=False, allow_blank=True, help_text="Markdown.")


class AnswerInput(StepInput):
    outcome = serializers.ChoiceField(
        ["answered", "rejected"], help_text="Whether they have answered, or said no."
    )


class ExportInput(serializers.Serializer):
    purpose = serializers.ChoiceField(
        ["figures", "handover"],
        help_text="`figures`: how many, never who. `handover`: names and postcodes for whoever "
        "the petition is handed to.",
    )
    format = serializers.ChoiceField(SignatureExport.Format.values)


class ExportSerializer(serializers.ModelSerializer):
    """A file asked for; `ready` ones are fetched at …/file/ until `expires_at`."""

    rows = serializers.IntegerField(source="row_count", allow_null=True)

    class Meta:
        model = SignatureExport
        fields = ["id", "purpose", "format", "state", "rows", "created_at", "expires_at"]
