"""How events, places, programmes and registrations look to programs.

`title`, `summary`, `browser_url`, `identifiers`, `origin_system`, `start_date`, `end_date` and
`capacity` are OSDI's names for the same.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events import services
from events.models import (
    FEATURES,
    Event,
    EventHost,
    EventLanguage,
    EventSpeaker,
    EventText,
    Presence,
    Programme,
    ProgrammeEntry,
    Registration,
    Venue,
)
from events.services.places import is_full
from web.osdi import OsdiSerializer

ABOUT_TEXT = ["language", "status"]
WORDS = serializers.ListField(child=serializers.CharField())


class HostSerializer(serializers.ModelSerializer):
    slug = serializers.CharField(source="organisation.slug")
    name = serializers.CharField(source="organisation.name")

    class Meta:
        model = EventHost
        fields = ["slug", "name", "role"]


class VenueSerializer(serializers.ModelSerializer):
    class Meta:
        model = Venue
        fields = ["slug", "name", "street", "postcode", "city", "district", "website"]


class EventLanguageSerializer(serializers.ModelSerializer):
    class Meta:
        model = EventLanguage
        fields = ["language", "is_interpreted"]


class EventTextSerializer(serializers.ModelSerializer):
    description = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = EventText
        fields = [*ABOUT_TEXT, "title", "summary", "description", "cost", "access_note"]


class EventSerializer(OsdiSerializer):
    """An event as it appears in lists."""

    identified_as = "event"
    start_date = serializers.DateTimeField(source="starts_at")
    end_date = serializers.DateTimeField(source="ends_at")
    hosts = HostSerializer(source="shown_hosts", many=True)
    venue = VenueSerializer(
        source="agreed_venue",
        allow_null=True,
        help_text="Null also where the keeper of the place has not agreed yet.",
    )
    languages = EventLanguageSerializer(many=True)
    modified_date = serializers.DateTimeField(source="changed_at")

    class Meta:
        model = Event
        fields = [
            *OsdiSerializer.NAMES, "state", "start_date", "end_date", "time_zone", "attendance",
            "venue", "audience", "is_free", "entry", "languages", "hosts", "modified_date",
        ]  # fmt: skip


class NoticeSerializer(serializers.Serializer):
    given_at = serializers.DateTimeField(source="written_at")
    title = serializers.CharField(source="text.title")


class SpeakerSerializer(serializers.ModelSerializer):
    class Meta:
        model = EventSpeaker
        fields = ["name", "about"]


class EventDetailSerializer(EventSerializer):
    """An event with its words, who speaks, and how to get a place."""

    text = EventTextSerializer(allow_null=True)
    access = serializers.SerializerMethodField(
        help_text="What is there: the event's own word, else that of the place."
    )
    speakers = SpeakerSerializer(many=True)
    notices = serializers.SerializerMethodField()
    campaign = serializers.CharField(source="shown_campaign.slug", default=None, allow_null=True)
    programmes = serializers.SerializerMethodField(help_text="Slugs of programmes it is in.")
    takes_registrations = serializers.BooleanField()
    is_full = serializers.SerializerMethodField(
        help_text="Whether who registers now is put on the waiting list."
    )
    capacity = serializers.IntegerField(allow_null=True)

    class Meta(EventSerializer.Meta):
        fields = [
            *EventSerializer.Meta.fields, "text", "access", "speakers", "notices", "campaign",
            "programmes", "contact_name", "contact_email", "contact_phone", "capacity",
            "takes_registrations", "is_full", "party_at_most", "registration_closes_at",
        ]  # fmt: skip

    @extend_schema_field(
        {
            "type": "object",
            "properties": {name: {"enum": Presence.values} for name in FEATURES},
        }
    )
    def get_access(self, event: Event) -> dict[str, str]:
        return {name: event.offers(name) for name in FEATURES}

    @extend_schema_field(NoticeSerializer(many=True))
    def get_notices(self, event: Event) -> list[dict[str, Any]]:
        told = [notice for notice in event.notices.all() if notice.text]
        return list(NoticeSerializer(told, many=True).data)

    @extend_schema_field(WORDS)
    def get_programmes(self, event: Any) -> list[str]:
        return [entry.programme.slug for entry in event.shown_entries]

    def get_is_full(self, event: Event) -> bool:
        return event.takes_registrations and is_full(event)


class PartSerializer(serializers.Serializer):
    slug = serializers.CharField()
    role = serializers.ChoiceField(EventHost.Role.choices)
    state = serializers.ChoiceField(EventHost.State.choices)


class OrganisedEventSerializer(OsdiSerializer):
    """An event with all that can be changed, as PATCH takes it back."""

    identified_as = "event"
    hosts = serializers.SerializerMethodField(help_text="Every part, with its state.")
    venue: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    spoken = serializers.SerializerMethodField()
    interpreted = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField(
        help_text="What has to be done before it can be announced, a sentence each."
    )

    class Meta:
        model = Event
        fields = [
            *OsdiSerializer.NAMES, "state", "starts_at", "ends_at", "time_zone", "attendance",
            "venue", "online_url", "audience", "is_free", "entry", *FEATURES, "spoken",
            "interpreted", "hosts", "capacity", "party_at_most", "offer_hours",
            "registration_closes_at", "visibility", "campaign", "contact_name", "contact_email",
            "contact_phone", "missing", "changed_at",
        ]  # fmt: skip

    @extend_schema_field(PartSerializer(many=True))
    def get_hosts(self, event: Event) -> list[dict[str, str]]:
        return [
            {"slug": host.organisation.slug, "role": host.role, "state": host.state}
            for host in event.hosts.all()
        ]

    @extend_schema_field(WORDS)
    def get_spoken(self, event: Event) -> list[str]:
        return [one.language for one in event.languages.all() if not one.is_interpreted]

    @extend_schema_field(WORDS)
    def get_interpreted(self, event: Event) -> list[str]:
        return [one.language for one in event.languages.all() if one.is_interpreted]

    @extend_schema_field(WORDS)
    def get_missing(self, event: Event) -> list[str]:
        return services.what_is_missing(event)


class ProgrammeSerializer(OsdiSerializer):
    """A festival, a week or a series."""

    identified_as = "programme"
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Programme
        fields = [*OsdiSerializer.NAMES, "kind", "state", "starts_on", "ends_on", "organisation"]


class EntrySerializer(serializers.ModelSerializer):
    event = EventSerializer()
    place = serializers.SerializerMethodField(help_text="The stage, else the place.")
    changes = serializers.SerializerMethodField(
        help_text="What changed since the programme was published."
    )

    class Meta:
        model = ProgrammeEntry
        fields = ["event", "place", "changes"]

    def get_place(self, entry: ProgrammeEntry) -> str:
        return str(entry.place[1]) if entry.place else ""

    @extend_schema_field(WORDS)
    def get_changes(self, entry: ProgrammeEntry) -> list[str]:
        return [change.kind for change in entry.marks]


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """A programme with all events that are shown in it, by time."""

    entries = serializers.SerializerMethodField()

    class Meta(ProgrammeSerializer.Meta):
        fields = [*ProgrammeSerializer.Meta.fields, "entries"]

    @extend_schema_field(EntrySerializer(many=True))
    def get_entries(self, programme: Programme) -> list[dict[str, Any]]:
        return list(EntrySerializer(self.context["entries"], many=True).data)


class RegistrationRowSerializer(serializers.ModelSerializer):
    """One registration, for those who may see names. What people need is never told here."""

    class Meta:
        model = Registration
        fields = ["id", "state", "name", "party_size", "language", "came"]
