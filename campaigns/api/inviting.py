"""Who stands behind a campaign, by program: invited, accepted, declined, ended. Its own side."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, once
from campaigns import services
from campaigns.api.endorsing import REASON, TAGS, TAKEN, told
from campaigns.api.finding import found
from campaigns.api.organise_serializers import (
    AcceptanceInput,
    AgreementSerializer,
    InvitationInput,
    ReasonInput,
)
from campaigns.api.reading import EndorsementPage
from campaigns.forms import InvitePartnerForm, ReasonForm
from campaigns.models import Endorsement, Side
from partners.models import Organisation
from partners.workspace.api_steps import checked, typed
from web.api import LANGUAGE, refused_as

MANAGE = "campaigns.manage_partners"


def endorsement_of(request: Request, slug: str, endorsement_id: int, need: str) -> Endorsement:
    campaign = found(request, slug, need)
    return get_object_or_404(campaign.endorsements.for_lists(), pk=endorsement_id)


class Partners(OrganiserMixin, generics.ListAPIView):
    area = "campaigns"
    serializer_class = AgreementSerializer
    pagination_class = EndorsementPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Endorsement]:
        return found(self.request, self.kwargs["slug"]).endorsements.for_lists()

    @extend_schema(
        operation_id="organiseListCampaignEndorsements",
        summary="Who stands behind a campaign of yours, is asked, or asks",
        description="Also what was declined or is over.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseInvitePartner",
        summary="Ask an organisation to stand behind the campaign",
        description="Nothing is public before it has said yes. Refuses with "
        "`endorsement_not_possible` (409), or `too_many_requests` (429).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=InvitationInput,
        responses={201: AgreementSerializer},
        examples=[
            OpenApiExample(
                "An invitation",
                value={"organisation": "seniorenbeirat", "message": "Macht ihr mit?"},
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        campaign = found(request, slug, MANAGE)
        sent = typed(request, InvitationInput)
        partner = Organisation.objects.public().filter(slug=sent["organisation"]).first()
        if partner is None:
            raise ValidationError({"organisation": _("There is no such organisation.")})
        given = checked(InvitePartnerForm(sent))
        with refused_as(TAKEN):
            made = services.invite_partner(campaign, partner, **given, actor=request.user)
        response = told(made, 201)
        response["Location"] = reverse("api-organise-partner", args=[slug, made.pk])
        return response


class OnePartner(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseGetCampaignEndorsement",
        summary="One endorsement of a campaign of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=AgreementSerializer,
    )
    def get(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return told(endorsement_of(request, slug, endorsement_id, ""))


class Acceptance(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseAcceptEndorsement",
        summary="Say yes to what an organisation has signed",
        description="With `version` to a newer wording. Refuses with `endorsement_not_possible` "
        "(409), also where the wording has changed since.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=AcceptanceInput,
        responses={200: AgreementSerializer},
        examples=[OpenApiExample("A newer wording", value={"version": 2}, request_only=True)],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        endorsement = endorsement_of(request, slug, endorsement_id, MANAGE)
        sent = typed(request, AcceptanceInput)
        with refused_as(TAKEN):
            if "version" in sent:
                services.take_over_wording(endorsement, sent["version"], actor=request.user)
            else:
                services.accept_request(endorsement, actor=request.user)
        return told(endorsement)


class SayingNo(OrganiserMixin, APIView):
    area = "campaigns"

    def say_no(self, request: Organising, slug: str, endorsement_id: int, deed: str) -> Response:
        endorsement = endorsement_of(request, slug, endorsement_id, MANAGE)
        reason = checked(ReasonForm(typed(request, ReasonInput)))["reason"]
        with refused_as(TAKEN):
            if deed == "end":
                services.end(endorsement, reason, actor=request.user)
            else:
                verb = services.decline if deed == "decline" else services.retract
                verb(endorsement, Side.CAMPAIGN, reason, actor=request.user)
        return told(endorsement)


class Declining(SayingNo):
    @extend_schema(
        operation_id="organiseDeclineEndorsement",
        summary="Decline an organisation's question",
        description="Refuses with `endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ReasonInput,
        responses={200: AgreementSerializer},
        examples=[REASON],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return self.say_no(request, slug, endorsement_id, "decline")


class Retraction(SayingNo):
    @extend_schema(
        operation_id="organiseRetractInvitation",
        summary="Take an invitation back",
        description="Refuses with `endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ReasonInput,
        responses={200: AgreementSerializer},
        examples=[REASON],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return self.say_no(request, slug, endorsement_id, "retract")


class Ending(SayingNo):
    @extend_schema(
        operation_id="organiseEndEndorsement",
        summary="End what was agreed on",
        description="Refuses with `endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ReasonInput,
        responses={200: AgreementSerializer},
        examples=[REASON],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return self.say_no(request, slug, endorsement_id, "end")
