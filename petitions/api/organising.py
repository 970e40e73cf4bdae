"""One's own petitions by program: found, begun, changed, thrown away while a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, check_match, etag_of, once
from campaigns.models import Campaign
from partners.rules import open_to
from partners.workspace.access import require
from petitions import services
from petitions.api.finding import found, shown
from petitions.api.organise_details import key_of, state_told, wanted
from petitions.api.organise_serializers import (
    BeginInput,
    DetailsInput,
    OrganisedPetitionDetailSerializer,
    OrganisedPetitionSerializer,
)
from petitions.forms.guided import BeginForm
from petitions.models import Petition
from petitions.models.petitions import PetitionQuerySet
from web.api import LANGUAGE, CursorPage, refused_as

TAGS = ["organise petitions"]


class OrganisedPetitionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=Petition.State.choices)
    organisation = filters.CharFilter("initiator__slug", help_text="Slug of who asks.")
    campaign = filters.CharFilter("campaign__slug", help_text="Slug of a campaign.")

    class Meta:
        model = Petition
        fields: list[str] = []


class Petitions(OrganiserMixin, generics.ListAPIView):
    area = "petitions"
    serializer_class = OrganisedPetitionSerializer
    pagination_class = CursorPage
    filterset_class = OrganisedPetitionFilter

    def get_queryset(self) -> PetitionQuerySet:
        return shown().filter(initiator__in=open_to(self.request.user))

    @extend_schema(
        operation_id="organiseListPetitions",
        summary="Petitions of your organisations",
        description="Drafts included, newest first.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreatePetition",
        summary="Begin a petition",
        description="Makes a draft in a campaign whose organisation you may write for. What it "
        "still needs is told by `missing`; change its details, write its texts, then publish it.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=BeginInput,
        responses={201: OrganisedPetitionDetailSerializer},
        examples=[
            OpenApiExample(
                "A draft",
                value={
                    "campaign": "kommunales-wahlrecht",
                    "title": "Wahlrecht für alle, die hier leben",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising) -> Response:
        require(request, "petitions.add_petition")
        typed = BeginInput(data=request.data)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        campaign = key_of(Campaign, sent["campaign"])
        form = BeginForm(request.user, {"campaign": campaign, "title": sent["title"]})
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        petition = services.begin(actor=request.user, **form.cleaned_data)
        response = told(request, petition.slug, status=201)
        response["Location"] = reverse("api-organise-petition", args=[petition.slug])
        return response


class OnePetition(OrganiserMixin, APIView):
    area = "petitions"

    @extend_schema(
        operation_id="organiseGetPetition",
        summary="One petition of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedPetitionDetailSerializer,
    )
    def get(self, request: Organising, slug: str) -> Response:
        return told(request, slug)

    @extend_schema(
        operation_id="organiseChangePetition",
        summary="Change a petition's details",
        description="While people sign it, only the goal and the closing date can move, and only "
        "by whoever may publish. Refuses with `not_changeable` (409) or `precondition_failed` "
        "(412).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=DetailsInput,
        responses=OrganisedPetitionDetailSerializer,
        examples=[
            OpenApiExample(
                "How many, until when",
                value={"goal": 12000, "closes_at": "2027-06-30T23:59:00+02:00"},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, "petitions.change_petition")
        typed = DetailsInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        with transaction.atomic():
            row = services.hold(petition)
            check_match(request, state_told(row))
            if row.state == Petition.State.OPEN:
                # People sign it: what is set now is public at once.
                require(request, "petitions.publish_petition", row)
            values = wanted(request.user, row, typed.validated_data)
            if isinstance(values.get("addressee"), dict):
                new = values["addressee"]
                values["addressee"] = services.add_addressee(**new, actor=request.user)
            with refused_as("not_changeable"):
                if values:
                    services.set_details(petition, actor=request.user, **values)
        return told(request, slug)

    @extend_schema(
        operation_id="organiseDiscardPetition",
        summary="Throw a draft away",
        description="With its texts in all languages, for good. What was public once is closed "
        "instead. Refuses with `not_a_draft` (409).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, "petitions.delete_petition")
        with transaction.atomic(), refused_as("not_a_draft"):
            check_match(request, state_told(services.hold(petition)))
            services.discard_draft(petition, actor=request.user)
        return Response(status=204)


def told(request: Organising, slug: str, *, status: int = 200) -> Response:
    """The petition as it is now, with its tag."""
    petition = found(request, slug)
    shown = OrganisedPetitionDetailSerializer(petition, context={"request": request}).data
    return Response(shown, status=status, headers={"ETag": etag_of(state_told(petition))})
