"""How programmes look to those who edit them, and to those who hand events in; and what
programs send about them: the types; what each may hold, the pages' forms say."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from events.api.serializers import ABOUT_TEXT
from events.models import (
    Event,
    Programme,
    ProgrammeEntry,
    ProgrammeText,
    Stage,
    StageText,
)
from events.services import lead_of
from events.services.clashes import Matter
from web.osdi import OsdiSerializer


class OrganisedProgrammeSerializer(OsdiSerializer):
    """A programme with all that can be changed, as PATCH takes it back."""

    identified_as = "programme"
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    parent: Any = serializers.SerializerMethodField(help_text="The programme it is part of.")

    class Meta:
        model = Programme
        fields = [
            *OsdiSerializer.NAMES, "kind", "state", "starts_on", "ends_on", "organisation",
            "parent", "hand_in_until",
        ]  # fmt: skip

    def get_parent(self, programme: Programme) -> str | None:
        """Those who only hand events in hear nothing of a draft of somebody else's."""
        above = programme.parent
        if above is None:
            return None
        is_draft = above.state == Programme.State.DRAFT
        is_told = not is_draft or above.organisation_id == programme.organisation_id
        return above.slug if is_told else None


class ProgrammeTextSerializer(serializers.ModelSerializer):
    description = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = ProgrammeText
        fields = [*ABOUT_TEXT, "title", "summary", "description"]


class StageSerializer(serializers.ModelSerializer):
    name = serializers.SerializerMethodField(help_text="In the language asked for, else German.")
    venue: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = Stage
        fields = ["id", "name", "venue", "position"]

    def get_name(self, stage: Stage) -> str:
        return stage.text.name if stage.text else ""


class StageTextSerializer(serializers.ModelSerializer):
    class Meta:
        model = StageText
        fields = [*ABOUT_TEXT, "name"]


class OfferedEventSerializer(serializers.ModelSerializer):
    """What the editors know of an event before they decide, be it a draft."""

    title = serializers.CharField(source="text.title", default="")
    summary = serializers.CharField(source="text.summary", default="")
    lead = serializers.SerializerMethodField(help_text="Slug of who leads it.")
    venue: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = Event
        fields = [
            "slug", "title", "summary", "state", "starts_at", "ends_at", "time_zone", "venue",
            "lead",
        ]  # fmt: skip

    def get_lead(self, event: Event) -> str:
        host = lead_of(event)
        return host.organisation.slug if host else ""


class OrganisedEntrySerializer(serializers.ModelSerializer):
    """An event in a programme, as both sides see it."""

    programme: Any = serializers.SlugRelatedField("slug", read_only=True)
    event = OfferedEventSerializer()
    stage = StageSerializer(allow_null=True)
    note = serializers.CharField(help_text="What the host writes.")
    reason = serializers.CharField(help_text="What the programme's editors write.")

    class Meta:
        model = ProgrammeEntry
        fields = [
            "id", "programme", "event", "state", "stage", "note", "reason", "handed_in_at",
            "decided_at", "proposed_starts_at", "proposed_ends_at",
        ]  # fmt: skip


class ClashSerializer(serializers.Serializer):
    """What a time or a stage gets in the way of: `clashes` of the refusal `clashes`."""

    matter = serializers.ChoiceField(Matter.choices)
    who = serializers.CharField(help_text="The place, or the name of who would be at two.")
    event = serializers.SlugField(source="event.slug", default=None, allow_null=True)
    title = serializers.CharField(source="event", default=None, allow_null=True)


class ProgrammeInput(serializers.Serializer):
    kind = serializers.ChoiceField(Programme.Kind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    hand_in_until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Null: nobody can hand in an event."
    )
    parent: Any = serializers.SlugField(
        required=False, allow_null=True, help_text="A programme of yours; null for none."
    )


class NewProgrammeInput(ProgrammeInput):
    organisation = serializers.SlugField(help_text="One of yours: it edits the programme.")
    title = serializers.CharField(max_length=120, help_text="In German.")
    summary = serializers.CharField(max_length=280, help_text="In German.")


class ProgrammeTextInput(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    summary = serializers.CharField(allow_blank=True, max_length=280)
    description = serializers.CharField(allow_blank=True, help_text="Markdown.")


class StageInput(serializers.Serializer):
    name = serializers.CharField(max_length=80, help_text="In German.")
    venue = serializers.SlugField(
        required=False, allow_null=True, help_text="Of `organiseListVenues`."
    )
    position = serializers.IntegerField(default=100, min_value=0, max_value=999)


class StageTextInput(serializers.Serializer):
    name = serializers.CharField(max_length=80)


class HandInInput(serializers.Serializer):
    programme = serializers.SlugField(help_text="One that takes events now.")
    event = serializers.SlugField(help_text="One that an organisation of yours leads.")
    note = serializers.CharField(
        allow_blank=True,
        default="",
        max_length=500,
        help_text="What the editors should know: a wish for the hour or the stage, for example.",
    )


class EntryReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500, help_text="The host reads it.")


class PlaceInput(serializers.Serializer):
    stage = serializers.IntegerField(
        allow_null=True, min_value=1, help_text="Null: at the venue of the event."
    )
    starts_at = serializers.DateTimeField(
        required=False, help_text="Where it is not the event's own, it is proposed to its host."
    )
    ends_at = serializers.DateTimeField(required=False)
    knowingly = serializers.BooleanField(
        default=False, help_text="You have seen what it gets in the way of, and mean it so."
    )


class ProposalInput(serializers.Serializer):
    seen = serializers.DateTimeField(help_text="The `proposed_starts_at` that you have read.")
    agrees = serializers.BooleanField(help_text="False: the event stays at its own time.")
