"""What an organisation stands behind, by program: asked, signed, declined, withdrawn."""

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
from campaigns.api.organise_serializers import (
    AgreementSerializer,
    AskInput,
    ReasonInput,
    StatementInput,
)
from campaigns.api.reading import EndorsementPage
from campaigns.forms import AskToEndorseForm, ReasonForm, StatementForm
from campaigns.models import Campaign, Endorsement, Side
from partners.models import Organisation
from partners.workspace.access import find
from partners.workspace.api_steps import checked, typed
from web.api import LANGUAGE, refused_as

TAGS = ["organise endorsements"]
SEE = "partners.view_organisation"
MANAGE, SIGN = "campaigns.manage_endorsements", "campaigns.sign_endorsement"
TAKEN = "endorsement_not_possible"
STATEMENT = OpenApiExample(
    "A signed statement",
    value={"statement": "Wer hier lebt, soll mitbestimmen.", "is_authorised": True},
    request_only=True,
)
REASON = OpenApiExample(
    "A reason", value={"reason": "Wir haben gerade keine Zeit."}, request_only=True
)


def organisation_of(request: Request, slug: str, need: str = "") -> Organisation:
    return find(request, Organisation.objects.all(), SEE, need, slug=slug)


def endorsement_of(request: Request, slug: str, endorsement_id: int, need: str) -> Endorsement:
    organisation = organisation_of(request, slug, need)
    return get_object_or_404(organisation.endorsements.for_lists(), pk=endorsement_id)


def told(endorsement: Endorsement, status: int = 200) -> Response:
    """As it is now."""
    now = Endorsement.objects.for_lists().get(pk=endorsement.pk)
    return Response(AgreementSerializer(now).data, status=status)


class Endorsements(OrganiserMixin, generics.ListAPIView):
    area = "campaigns"
    serializer_class = AgreementSerializer
    pagination_class = EndorsementPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Endorsement]:
        organisation = organisation_of(self.request, self.kwargs["slug"])
        return organisation.endorsements.for_lists()

    @extend_schema(
        operation_id="organiseListEndorsements",
        summary="What an organisation of yours stands behind",
        description="Also what is asked, declined or over.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseAskToEndorse",
        summary="Ask to stand behind a campaign",
        description="With a signed statement, which is shown once the campaign says yes. Who "
        "runs the site does not sign for others. Refuses with `endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=AskInput,
        responses={201: AgreementSerializer},
        examples=[
            OpenApiExample(
                "Asking",
                value={
                    "campaign": "kommunales-wahlrecht",
                    "statement": "Wer hier lebt, soll mitbestimmen.",
                    "message": "Wir bringen zwanzig Leute mit.",
                    "is_authorised": True,
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        organisation = organisation_of(request, slug, SIGN)
        sent = typed(request, AskInput)
        public = Campaign.objects.public().select_related("lead")
        campaign = public.filter(slug=sent["campaign"]).first()
        if campaign is None:
            raise ValidationError({"campaign": _("There is no such campaign.")})
        given = checked(AskToEndorseForm(sent))
        with refused_as(TAKEN):
            made = services.ask_to_endorse(
                campaign, organisation, given["statement"], given["message"], actor=request.user
            )
        response = told(made, 201)
        response["Location"] = reverse("api-organise-endorsement", args=[slug, made.pk])
        return response


class OneEndorsement(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseGetEndorsement",
        summary="One endorsement of your organisation",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=AgreementSerializer,
    )
    def get(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return told(endorsement_of(request, slug, endorsement_id, ""))


class Acceptance(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseAcceptInvitation",
        summary="Stand behind a campaign that has asked",
        description="With a signed statement; both are shown from now on. Refuses with "
        "`endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StatementInput,
        responses={200: AgreementSerializer},
        examples=[STATEMENT],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        endorsement = endorsement_of(request, slug, endorsement_id, SIGN)
        given = checked(StatementForm(typed(request, StatementInput)))
        with refused_as(TAKEN):
            services.accept_invitation(endorsement, given["statement"], actor=request.user)
        return told(endorsement)


class Wording(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseRewordEndorsement",
        summary="Sign a newer wording",
        description="The page keeps the earlier one until the campaign takes it over. Refuses "
        "with `endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=StatementInput,
        responses={200: AgreementSerializer},
        examples=[STATEMENT],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        endorsement = endorsement_of(request, slug, endorsement_id, SIGN)
        given = checked(StatementForm(typed(request, StatementInput)))
        with refused_as(TAKEN):
            services.propose_wording(endorsement, given["statement"], actor=request.user)
        return told(endorsement)


class SayingNo(OrganiserMixin, APIView):
    area = "campaigns"

    def say_no(self, request: Organising, slug: str, endorsement_id: int, deed: str) -> Response:
        endorsement = endorsement_of(request, slug, endorsement_id, MANAGE)
        reason = checked(ReasonForm(typed(request, ReasonInput)))["reason"]
        with refused_as(TAKEN):
            if deed == "withdraw":
                services.withdraw(endorsement, reason, actor=request.user)
            else:
                verb = services.decline if deed == "decline" else services.retract
                verb(endorsement, Side.ORGANISATION, reason, actor=request.user)
        return told(endorsement)


class Declining(SayingNo):
    @extend_schema(
        operation_id="organiseDeclineInvitation",
        summary="Decline to stand behind a campaign",
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
        operation_id="organiseRetractQuestion",
        summary="Take back what your organisation has asked",
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


class Withdrawal(SayingNo):
    @extend_schema(
        operation_id="organiseWithdrawEndorsement",
        summary="Stand behind a campaign no longer",
        description="Name and statement go from its page. Refuses with "
        "`endorsement_not_possible` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ReasonInput,
        responses={200: AgreementSerializer},
        examples=[REASON],
    )
    @once
    def post(self, request: Organising, slug: str, endorsement_id: int) -> Response:
        return self.say_no(request, slug, endorsement_id, "withdraw")
