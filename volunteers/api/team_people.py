"""Who belongs to a team or asks to, for those who may see names; and a word to all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, once
from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping, checked, typed
from privacy import audit
from volunteers import services
from volunteers.api.applying import GivenAnswer
from volunteers.api.organised_teams import TAGS, Organised
from volunteers.forms.teams import (
    LONGEST_ANNOUNCEMENT,
    REFUSING,
    AnnouncementForm,
    ReasonForm,
)
from volunteers.models import TeamAnnouncement, TeamMember
from volunteers.services.team_reading import members_of
from web.api import refused_as

MANAGE = "volunteers.manage_team"
MEANWHILE = "decided_meanwhile"
State = TeamMember.State


class TeamPersonSerializer(serializers.ModelSerializer):
    """One who belongs to it or asks to. Addresses are not told here."""

    answers = serializers.SerializerMethodField(help_text="Until it is decided.")

    class Meta:
        model = TeamMember
        fields = ["id", "name", "state", "role", "language", "applied_at", "answers"]

    @extend_schema_field(GivenAnswer(many=True))
    def get_answers(self, member: TeamMember) -> list[dict[str, str]]:
        told = services.answers_of(member)
        return [{"question": question, "answer": answer} for question, answer in told]


class DecidedPersonSerializer(serializers.ModelSerializer):
    """How it stands, without who it is."""

    class Meta:
        model = TeamMember
        fields = ["id", "state", "role", "decided_at"]


class WordsToPersonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=400, help_text="The person reads it.")


class RoleInput(serializers.Serializer):
    role = serializers.ChoiceField(TeamMember.Role.choices)


class AnnouncementInput(serializers.Serializer):
    subject = serializers.CharField(max_length=120)
    body = serializers.CharField(max_length=LONGEST_ANNOUNCEMENT)


class AnnouncementSerializer(serializers.ModelSerializer):
    class Meta:
        model = TeamAnnouncement
        fields = ["subject", "body", "sent_at"]


class TeamPeople(Organised, APIView):
    reading = "volunteers:read"

    @extend_schema(
        operation_id="organiseListTeamPeople",
        summary="Who waits for an answer, with what they wrote, and who belongs to a team",
        description="Those who wait come first. Whoever fetches it stands in the trail.",
        tags=TAGS,
        responses=TeamPersonSerializer(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        team = self.find(request, slug, MANAGE)
        people = [*team.members.applied(), *members_of(team)]
        audit.record("volunteers.team_people_fetched", actor_of(request), team, rows=len(people))
        return Response(TeamPersonSerializer(people, many=True).data)


class Announcements(Organised, APIView):
    @extend_schema(
        operation_id="organiseWriteToTeam",
        summary="Write to all members of a team",
        description="Each gets one mail; it also stands on the team's inner page. The same words "
        "within ten minutes are one announcement. Refuses with `team_closed` (409).",
        tags=TAGS,
        request=AnnouncementInput,
        responses={201: AnnouncementSerializer},
        examples=[
            OpenApiExample(
                "A word",
                value={"subject": "Nächstes Treffen", "body": "Wir sehen uns am Dienstag."},
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        team = self.find(request, slug, MANAGE)
        given = checked(AnnouncementForm(typed(request, AnnouncementInput)))
        with refused_as("team_closed"):
            made = services.announce(team, **given, actor=actor_of(request))
        return Response(AnnouncementSerializer(made).data, 201)


class Deciding(Organised, Stepping):
    need = MANAGE

    def find(self, request: Request, *, need: str = "", **place: Any) -> TeamMember:  # type: ignore[override]
        team = super().find(request, place["slug"], need)
        # Who waits or belongs; afterwards also whoever it was decided about.
        people = team.members.filter(state__in=(State.APPLIED, State.MEMBER))
        return get_object_or_404(people if need else team.members, pk=place["person"])

    def shown(self, request: Request, **place: Any) -> Response:
        return Response(DecidedPersonSerializer(self.find(request, **place)).data)


def _or_refused(verb: Callable[..., bool]) -> Callable[..., None]:
    """The service, which answers False where somebody else was quicker, as one that raises."""

    def decided(member: TeamMember, **given: Any) -> None:
        if not verb(member, **given):
            raise ValidationError(_("Somebody else has decided meanwhile."))

    return decided


def _reason(request: Request) -> dict[str, Any]:
    return checked(ReasonForm(typed(request, WordsToPersonInput)))


decision: Any = partial(api_steps.step, tags=TAGS, shows=DecidedPersonSerializer)
with_reason: Any = partial(
    decision,
    takes=WordsToPersonInput,
    read=_reason,
    examples=[
        OpenApiExample(
            "A reason", value={"reason": "Wir sind schon sehr viele."}, request_only=True
        )
    ],
)


class Acceptance(Deciding):
    post = decision(
        "organiseAcceptApplication",
        "Take somebody into a team",
        _or_refused(partial(services.decide, accepts=True)),
        MEANWHILE,
        "The person gets a mail, and the answers to the team's questions are deleted.",
    )


class Declining(Deciding):
    post = with_reason(
        "organiseDeclineApplication",
        "Decline an application",
        _or_refused(REFUSING["decline"]),
        MEANWHILE,
        "The person gets a mail with the reason.",
    )


class Ending(Deciding):
    post = with_reason(
        "organiseEndMembership",
        "End somebody's membership",
        _or_refused(REFUSING["end"]),
        MEANWHILE,
        "The person gets a mail with the reason.",
    )


class PersonRole(Deciding):
    @extend_schema(
        operation_id="organiseChangeTeamRole",
        summary="Make a member a coordinator, or a coordinator a member",
        description="What somebody is already, and who does not belong yet, stay as they are.",
        tags=TAGS,
        request=RoleInput,
        responses=DecidedPersonSerializer,
        examples=[OpenApiExample("Coordinates", value={"role": "coordinator"}, request_only=True)],
    )
    def put(self, request: Request, slug: str, person: UUID) -> Response:
        member = self.find(request, slug=slug, person=person, need=MANAGE)
        role = typed(request, RoleInput)["role"]
        services.change_role(member, role, actor=actor_of(request))
        return self.shown(request, slug=slug, person=person)
