"""A campaign's way by program, and that of its updates: published, set a time for, archived."""

from functools import partial
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns import services
from campaigns.api.finding import PUBLISH, found, found_update
from campaigns.api.organise_serializers import (
    MomentInput,
    OrganisedCampaignSerializer,
    OrganisedUpdateSerializer,
)
from campaigns.api.organising import TAGS, told
from campaigns.forms import ScheduleForm
from campaigns.models import Campaign, CampaignUpdate
from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping, checked, typed

REFUSED = "not_publishable"
step = partial(api_steps.step, tags=TAGS, shows=OrganisedCampaignSerializer)
step_back = partial(api_steps.step_back, tags=TAGS, shows=OrganisedCampaignSerializer)
A_TIME = OpenApiExample("A time", value={"at": "2027-03-01T09:00:00+01:00"}, request_only=True)


def _at(request: Request) -> dict[str, Any]:
    """The time that was sent, as the page's form takes it."""
    return checked(ScheduleForm(typed(request, MomentInput)))


def _publish_at(request: Request) -> dict[str, Any]:
    return {"publish_at": _at(request)["at"]}


class Leading(Stepping):
    area = "campaigns"
    need = PUBLISH

    def find(self, request: Request, *, need: str = "", **place: Any) -> Campaign:
        return found(request, place["slug"], need)

    def shown(self, request: Request, **place: Any) -> Response:
        return told(request, place["slug"])


class Publication(Leading):
    post = step(
        "organisePublishCampaign",
        "Publish a campaign",
        services.publish,
        REFUSED,
        "Now; one that is archived runs again.",
    )


class Schedule(Leading):
    post = step(
        "organiseScheduleCampaign",
        "Have a draft published at a time to come",
        services.schedule,
        REFUSED,
        takes=MomentInput,
        read=_at,
        examples=[A_TIME],
    )
    delete = step_back(
        "organiseUnscheduleCampaign",
        "Take the time of publishing back",
        partial(services.schedule, at=None),
        REFUSED,
        "Possible for a draft.",
    )


class Closing(Leading):
    post = step(
        "organiseCloseCampaign",
        "Archive a campaign",
        services.archive,
        "not_closable",
        "It stays readable, and everybody sees that it is over.",
    )


step_of_update = partial(api_steps.step, tags=TAGS, shows=OrganisedUpdateSerializer)
step_back_of_update = partial(api_steps.step_back, tags=TAGS, shows=OrganisedUpdateSerializer)


class LeadingUpdate(Stepping):
    area = "campaigns"
    need = PUBLISH

    def find(self, request: Request, *, need: str = "", **place: Any) -> CampaignUpdate:
        return found_update(request, place["slug"], place["update_id"], need)

    def shown(self, request: Request, **place: Any) -> Response:
        return Response(OrganisedUpdateSerializer(self.find(request, **place)).data)


class UpdatePublication(LeadingUpdate):
    post = step_of_update(
        "organisePublishCampaignUpdate",
        "Publish an update now",
        services.publish_update,
        REFUSED,
        "Publishing what is public changes nothing; there has to be a German text. Mails about "
        "it are started in the workspace only.",
    )
    delete = step_back_of_update(
        "organiseTakeCampaignUpdateBack",
        "Make an update a draft again",
        services.take_update_back,
        "already_mailed",
        "Possible until letters lead to it.",
    )


class UpdateSchedule(LeadingUpdate):
    post = step_of_update(
        "organiseScheduleCampaignUpdate",
        "Have an update published at a time to come",
        services.schedule_update,
        REFUSED,
        takes=MomentInput,
        read=_publish_at,
        examples=[A_TIME],
    )
    delete = step_back_of_update(
        "organiseUnscheduleCampaignUpdate",
        "Take the time of publishing back",
        partial(services.schedule_update, publish_at=None),
        REFUSED,
        "Possible until it is published.",
    )
