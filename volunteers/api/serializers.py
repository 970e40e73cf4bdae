"""How shifts, tasks and teams look to everybody's programs: what their pages tell."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.models import Event, Venue
from languages.services import SPOKEN_CHOICES
from volunteers import services
from volunteers.models import (
    RequirementLanguage,
    Role,
    Shift,
    ShiftText,
    Task,
    TaskText,
    Team,
    TeamMeeting,
    TeamText,
)
from volunteers.services.reading import needs_of
from web.osdi import OsdiSerializer

ABOUT_TEXT = ["language", "status"]
WORDS = serializers.ListField(child=serializers.CharField())


class Numbered(OsdiSerializer):
    """What has a number in place of a slug, and a title without a sentence below it."""

    NAMES = ["id", "identifiers", "origin_system", "browser_url", "title"]
    summary: Any = None

    def get_identifiers(self, thing: Any) -> list[str]:
        return [f"mitstimme:{self.identified_as}:{thing.pk}"]


class ShiftPlaceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Venue
        fields = ["slug", "name", "street", "postcode", "city", "district"]


class NeedLanguageSerializer(serializers.ModelSerializer):
    class Meta:
        model = RequirementLanguage
        fields = ["language", "level"]


class NeedSerializer(serializers.Serializer):
    """What a shift still needs. Only people whose address is confirmed count."""

    id = serializers.IntegerField(
        source="requirement.pk", help_text="Sent as `requirement` when signing up."
    )
    role = serializers.ChoiceField(Role.choices, source="requirement.role")
    minimum = serializers.IntegerField(source="requirement.minimum")
    maximum = serializers.IntegerField(source="requirement.maximum")
    certain = serializers.IntegerField(help_text="How many people are sure to come.")
    missing = serializers.IntegerField(help_text="How many more are needed for the minimum.")
    is_full = serializers.BooleanField(help_text="Whether who signs up now waits for a place.")
    languages = NeedLanguageSerializer(
        source="requirement.languages", many=True, help_text="One speaks one of these."
    )


class ShiftSerializer(Numbered):
    """A shift as it appears in lists."""

    identified_as = "shift"
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    start_date = serializers.DateTimeField(source="starts_at")
    end_date = serializers.DateTimeField(source="ends_at")
    place = serializers.CharField(
        source="place_name", help_text="Empty where its keeper has not agreed yet."
    )
    district = serializers.CharField(source="where")
    takes_sign_ups = serializers.BooleanField(source="takes_people")
    needs = serializers.SerializerMethodField(help_text="Empty where nobody can sign up.")
    modified_date = serializers.DateTimeField(source="changed_at")

    class Meta:
        model = Shift
        fields = [
            *Numbered.NAMES, "state", "campaign", "start_date", "end_date", "time_zone", "place",
            "district", "minimum_age", "takes_sign_ups", "needs", "modified_date",
        ]  # fmt: skip

    @extend_schema_field(NeedSerializer(many=True))
    def get_needs(self, shift: Shift) -> list[dict[str, Any]]:
        needs = needs_of(shift) if shift.takes_people else []
        return list(NeedSerializer(needs, many=True).data)


class ShiftTextSerializer(serializers.ModelSerializer):
    description = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = ShiftText
        fields = [*ABOUT_TEXT, "title", "description", "meeting_point"]


class ShiftDetailSerializer(ShiftSerializer):
    """A shift with its words, and whom to ask."""

    text = ShiftTextSerializer(allow_null=True)
    venue = ShiftPlaceSerializer(
        source="agreed_venue", allow_null=True, help_text="Null where `place` says it in words."
    )
    event = serializers.SerializerMethodField(help_text="Slug of the event it is for.")
    team = serializers.SerializerMethodField(help_text="Slug of the team that sees to it.")

    class Meta(ShiftSerializer.Meta):
        fields = [
            *ShiftSerializer.Meta.fields, "text", "venue", "event", "team", "contact_name",
            "contact_phone",
        ]  # fmt: skip

    def get_event(self, shift: Shift) -> str | None:
        event = shift.event
        return event.slug if event and event.state != Event.State.DRAFT else None

    def get_team(self, shift: Shift) -> str | None:
        return _shown_team(shift.team)


class TaskSerializer(Numbered):
    """A task without a time, as it appears in lists."""

    identified_as = "task"
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    team = serializers.SerializerMethodField(help_text="Slug of the team it belongs to.")
    spoken = serializers.ChoiceField(
        SPOKEN_CHOICES, source="language", allow_blank=True, help_text="The language one needs."
    )
    free = serializers.IntegerField(help_text="How many more people may take it.")

    class Meta:
        model = Task
        fields = [
            *Numbered.NAMES, "state", "campaign", "team", "spoken", "district", "due_on",
            "minutes", "free",
        ]  # fmt: skip

    def get_team(self, task: Task) -> str | None:
        return _shown_team(task.team)


class TaskTextSerializer(serializers.ModelSerializer):
    description = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = TaskText
        fields = [*ABOUT_TEXT, "title", "description"]


class TaskDetailSerializer(TaskSerializer):
    text = TaskTextSerializer(allow_null=True)

    class Meta(TaskSerializer.Meta):
        fields = [*TaskSerializer.Meta.fields, "text"]


class TeamSerializer(OsdiSerializer):
    """A team as it appears in lists."""

    identified_as = "team"
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    campaign = serializers.SerializerMethodField(help_text="Slug of the campaign it works for.")
    fields_of_work = serializers.SerializerMethodField(help_text="Slugs.")
    takes_applications = serializers.SerializerMethodField()

    class Meta:
        model = Team
        fields = [
            *OsdiSerializer.NAMES, "state", "organisation", "campaign", "fields_of_work",
            "takes_applications",
        ]  # fmt: skip

    def get_title(self, thing: Any) -> str:
        return thing.text.name if thing.text else ""

    def get_campaign(self, team: Team) -> str | None:
        campaign = team.campaign
        return campaign.slug if campaign and campaign.is_public else None

    @extend_schema_field(WORDS)
    def get_fields_of_work(self, team: Team) -> list[str]:
        return [field.slug for field in team.fields.all()]

    def get_takes_applications(self, team: Team) -> bool:
        return services.takes_applications(team)


class TeamTextSerializer(serializers.ModelSerializer):
    about = serializers.CharField(help_text="Markdown.")

    class Meta:
        model = TeamText
        fields = [*ABOUT_TEXT, "name", "summary", "about"]


class MeetingSerializer(serializers.ModelSerializer):
    start_date = serializers.DateTimeField(source="starts_at")
    end_date = serializers.DateTimeField(source="ends_at")

    class Meta:
        model = TeamMeeting
        fields = ["start_date", "end_date", "place", "online_url", "subject"]


class TeamDetailSerializer(TeamSerializer):
    """A team with what visitors may know: nothing of its members, nothing of its inner page."""

    text = TeamTextSerializer(allow_null=True)
    questions = serializers.SerializerMethodField(
        help_text="What the team asks those who apply, in the language of its words."
    )
    meetings = serializers.SerializerMethodField(help_text="Those that are open to guests.")
    shifts = serializers.SerializerMethodField(help_text="Its next shifts, by number.")
    tasks = serializers.SerializerMethodField(help_text="Its tasks, by number.")

    class Meta(TeamSerializer.Meta):
        fields = [*TeamSerializer.Meta.fields, "text", "questions", "meetings", "shifts", "tasks"]

    def get_questions(self, team: Team) -> list[str]:
        return services.questions_of(team.text)

    @extend_schema_field(MeetingSerializer(many=True))
    def get_meetings(self, team: Team) -> list[dict[str, Any]]:
        return list(MeetingSerializer(self.context["meetings"], many=True).data)

    def get_shifts(self, team: Team) -> list[int]:
        return [shift.pk for shift in self.context["shifts"]]

    def get_tasks(self, team: Team) -> list[int]:
        return [task.pk for task in self.context["tasks"]]


def _shown_team(team: Team | None) -> str | None:
    return team.slug if team and team.state == Team.State.ACTIVE else None
