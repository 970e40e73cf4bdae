"""Teams as the workspace lists, begins, changes, writes, opens and closes them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from campaigns.models import ActionField, Campaign
from partners.models import Membership
from partners.rules import open_to
from partners.workspace import api_steps
from partners.workspace.access import find, require
from partners.workspace.api_steps import Stepping, checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from volunteers import services
from volunteers.api.reading import TeamPage
from volunteers.api.team_serializers import (
    NewTeamInput,
    OrganisedTeamSerializer,
    OrganisedTeamTextSerializer,
    TeamInput,
    TeamTextInput,
)
from volunteers.forms.teams import NewTeamForm, TeamForm
from volunteers.models import Team, TeamMember, TeamQuerySet, TeamText
from web.api import LANGUAGE

TAGS = ["organise teams"]
SEE, WRITE, CHANGE = "volunteers.view_team", "volunteers.add_team", "volunteers.change_team"
DELETE = "volunteers.delete_team"
State = TeamMember.State


class Organised(OrganiserMixin):
    area = "shifts"

    def find(self, request: Request, slug: str, need: str = "") -> Team:
        return find(request._request, _teams(), SEE, need, slug=slug)


def _teams() -> TeamQuerySet:
    return Team.objects.with_belongings().annotate(
        belonging=Count("members", filter=Q(members__state=State.MEMBER)),
        waiting=Count("members", filter=Q(members__state=State.APPLIED)),
    )


class OrganisedTeams(Organised, generics.ListAPIView):
    serializer_class = OrganisedTeamSerializer
    pagination_class = TeamPage
    filter_backends: list[Any] = []
    queryset = Team.objects.none()

    def get_queryset(self) -> TeamQuerySet:
        return _teams().filter(organisation__in=open_to(self.request.user))

    @extend_schema(
        operation_id="organiseListTeams",
        summary="Teams of your organisations, drafts too",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateTeam",
        summary="Begin a team",
        description="Makes a draft that nobody else sees.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=NewTeamInput,
        responses={201: OrganisedTeamSerializer},
        examples=[
            OpenApiExample(
                "A working group",
                value={
                    "organisation": "integrationsrat-dortmund",
                    "name": "Übersetzen",
                    "summary": "Wir übersetzen, was alle lesen sollen.",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, WRITE)
        sent = typed(request, NewTeamInput)
        organisations = open_to(request.user, Membership.Role.EDITOR).active()
        carrying = organisations.filter(slug=sent["organisation"]).first()
        named = sent | {"organisation": carrying.pk if carrying else 0}
        given = checked(NewTeamForm(named, organisations=organisations))
        team = services.create_team(actor=actor_of(request), **given)
        return shown(self.find(request, team.slug), 201)


class OrganisedTeam(Organised, APIView):
    @extend_schema(
        operation_id="organiseGetTeam",
        summary="A team as its organisers see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedTeamSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        return shown(self.find(request, slug))

    @extend_schema(
        operation_id="organiseChangeTeam",
        summary="Say what a team belongs to, and whether people can apply",
        description="What is not sent stays as it is. With `If-Match`, refused with "
        "`precondition_failed` (412) when it has changed since.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=TeamInput,
        responses=OrganisedTeamSerializer,
        examples=[
            OpenApiExample(
                "People can apply", value={"takes_applications": True}, request_only=True
            )
        ],
    )
    def patch(self, request: Request, slug: str) -> Response:
        self.find(request, slug, WRITE)
        sent = typed(request, TeamInput, partial=True)
        with transaction.atomic():
            # First the lock, then what is read: two programs change one after the other.
            Team.objects.select_for_update(no_key=True, of=("self",)).filter(slug=slug).first()
            team = self.find(request, slug, WRITE)
            check_match(request, _state_of(team))
            given = checked(
                TeamForm(_words(team, sent), campaigns=services.campaigns_for_team(team))
            )
            fields = given.pop("fields_of_work")
            services.change_team(team, **given, fields=fields, actor=actor_of(request))
        return shown(self.find(request, slug))

    @extend_schema(
        operation_id="organiseDeleteTeam",
        summary="Delete a draft",
        description="What people have seen is closed instead: refused as `forbidden` (403).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, slug: str) -> Response:
        services.delete_team(self.find(request, slug, DELETE), actor=actor_of(request))
        return Response(status=204)


class OrganisedTeamText(Organised, OneText):
    text_model, need = TeamText, WRITE
    shows, takes = OrganisedTeamTextSerializer, TeamTextInput
    verb = staticmethod(services.write_team_text)
    get = text_read(
        "organiseGetTeamText",
        "A team's words in one language",
        tags=TAGS,
        shows=OrganisedTeamTextSerializer,
    )
    patch = text_written(
        "organiseWriteTeamText",
        "Write a team's words in one language",
        tags=TAGS,
        shows=OrganisedTeamTextSerializer,
        takes=TeamTextInput,
        example={"name": "Translating", "summary": "We translate what all should read."},
    )


step = partial(api_steps.step, tags=TAGS, shows=OrganisedTeamSerializer)


class Leading(Organised, Stepping):
    need = CHANGE

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(self.find(request, **place))


class Opening(Leading):
    post = step(
        "organiseOpenTeam",
        "Show a team to everybody",
        services.open_team,
        "not_openable",
        "For the first time, or again.",
    )


class Closing(Leading):
    post = step(
        "organiseCloseTeam",
        "Close a team",
        services.close_team,
        "not_closable",
        "It takes nobody any more; its page stays and says so.",
    )


def _words(team: Team, sent: dict[str, Any]) -> dict[str, Any]:
    """The form's words: what was sent by slug as its keys, 0 for what is not there."""
    words = {
        "campaign": team.campaign_id,
        "fields_of_work": [field.pk for field in team.fields.all()],
        "takes_applications": sent.get("takes_applications", team.takes_applications),
    }
    if "campaign" in sent:
        named = Campaign.objects.filter(slug=sent["campaign"]).first()
        words["campaign"] = (named.pk if named else 0) if sent["campaign"] else None
    if "fields_of_work" in sent:
        slugs = sent["fields_of_work"]
        known = dict(ActionField.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        words["fields_of_work"] = [known.get(one, 0) for one in slugs]
    return words


def _state_of(team: Team) -> dict[str, Any]:
    """What its tag is made of: what PATCH changes, in whatever language it was read, and not
    who applies meanwhile."""
    left_out = OrganisedTeamSerializer.BY_LANGUAGE | {"belonging", "waiting"}
    told = OrganisedTeamSerializer(team).data
    return {name: one for name, one in told.items() if name not in left_out}


def shown(team: Team, status: int = 200) -> Response:
    headers = {"ETag": etag_of(_state_of(team))}
    if status == 201:
        headers["Location"] = f"{settings.SITE_URL}/api/v1/organise/teams/{team.slug}/"
    return Response(OrganisedTeamSerializer(team).data, status, headers=headers)
