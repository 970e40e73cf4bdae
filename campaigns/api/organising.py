"""One's own campaigns by program: found, begun, written, settled, published, archived."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, check_match, etag_of, once
from campaigns import services
from campaigns.api.finding import CHANGE, found, shown
from campaigns.api.organise_serializers import (
    CampaignInput,
    CampaignWordsInput,
    OrganisedCampaignSerializer,
    SettingsInput,
)
from campaigns.api.reading import TextPage
from campaigns.api.serializers import CampaignStorySerializer
from campaigns.forms import NewCampaignForm, SettingsForm
from campaigns.models import ActionField, Campaign, CampaignQuerySet, CampaignText
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace.access import require
from partners.workspace.api_texts import OneText, text_read, text_written
from web.api import LANGUAGE, CursorPage

TAGS = ["organise campaigns"]


class OrganisedCampaignFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=Campaign.State.choices)
    organisation = filters.CharFilter("lead__slug", help_text="Slug of who leads it.")

    class Meta:
        model = Campaign
        fields: list[str] = []


class Campaigns(OrganiserMixin, generics.ListAPIView):
    area = "campaigns"
    serializer_class = OrganisedCampaignSerializer
    pagination_class = CursorPage
    filterset_class = OrganisedCampaignFilter

    def get_queryset(self) -> CampaignQuerySet:
        return shown().filter(lead__in=open_to(self.request.user))

    @extend_schema(
        operation_id="organiseListCampaigns",
        summary="Campaigns that your organisations lead",
        description="Drafts included, newest first.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateCampaign",
        summary="Begin a campaign",
        description="Makes a draft. Nobody else sees it before it is published.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=CampaignInput,
        responses={201: OrganisedCampaignSerializer},
        examples=[
            OpenApiExample(
                "A draft",
                value={
                    "lead": "integrationsrat-dortmund",
                    "title": "Hier zuhause",
                    "summary": "Wer hier lebt, soll mitbestimmen.",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising) -> Response:
        require(request, "campaigns.add_campaign")
        typed = CampaignInput(data=request.data)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        organisations = open_to(request.user, Membership.Role.EDITOR).active()
        lead = Organisation.objects.filter(slug=sent["lead"]).values_list("pk", flat=True).first()
        form = NewCampaignForm(sent | {"lead": lead or 0}, organisations=organisations)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        campaign = services.create_campaign(actor=request.user, **form.cleaned_data)
        response = told(request, campaign.slug, status=201)
        response["Location"] = reverse("api-organise-campaign", args=[campaign.slug])
        return response


class OneCampaign(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseGetCampaign",
        summary="One campaign of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedCampaignSerializer,
    )
    def get(self, request: Organising, slug: str) -> Response:
        return told(request, slug)

    @extend_schema(
        operation_id="organiseChangeCampaign",
        summary="Say who finds a campaign, and what it belongs to",
        description="Refuses with `precondition_failed` (412).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SettingsInput,
        responses=OrganisedCampaignSerializer,
        examples=[
            OpenApiExample(
                "Listed, in one field of work",
                value={"visibility": "listed", "fields_of_work": ["arbeitskreise"]},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str) -> Response:
        found(request, slug, CHANGE)
        typed = SettingsInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        with transaction.atomic():
            Campaign.objects.select_for_update(no_key=True).get(slug=slug)
            campaign = found(request, slug, CHANGE)
            check_match(request, state_told(campaign))
            if sent:
                _settle(request, campaign, sent)
        return told(request, slug)


def _settle(request: Organising, campaign: Campaign, sent: dict[str, Any]) -> None:
    slugs = sent.get("fields_of_work", [field.slug for field in campaign.fields.all()])
    known = dict(ActionField.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    data = {
        "visibility": sent.get("visibility", campaign.visibility),
        # A slug that nothing has is a key that no form knows.
        "fields_of_work": [known.get(one, 0) for one in slugs],
    }
    form = SettingsForm(data)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    services.settle(
        campaign,
        visibility=form.cleaned_data["visibility"],
        fields=form.cleaned_data["fields_of_work"],
        actor=request.user,
    )


def state_told(campaign: Campaign) -> dict[str, Any]:
    """What a change could be wrong about, in whatever language it was read."""
    names = ("slug", "state", "visibility", "publish_at", "lead_id")
    fields = sorted(field.slug for field in campaign.fields.all())
    return {name: getattr(campaign, name) for name in names} | {"fields": fields}


def told(request: Request, slug: str, *, status: int = 200) -> Response:
    """The campaign as it is now, with its tag."""
    campaign = found(request, slug)
    data = OrganisedCampaignSerializer(campaign).data
    return Response(data, status=status, headers={"ETag": etag_of(state_told(campaign))})


class Texts(OrganiserMixin, generics.ListAPIView):
    area = "campaigns"
    serializer_class = CampaignStorySerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[CampaignText]:
        return CampaignText.objects.filter(campaign=found(self.request, self.kwargs["slug"]))

    @extend_schema(
        operation_id="organiseListCampaignTexts",
        summary="The texts of a campaign of yours",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CampaignWords(OneText):
    area = "campaigns"
    text_model, need = CampaignText, CHANGE
    shows, takes = CampaignStorySerializer, CampaignWordsInput
    verb = staticmethod(services.write_text)
    get = text_read(
        "organiseGetCampaignText",
        "A campaign's text in one language",
        tags=TAGS,
        shows=CampaignStorySerializer,
    )
    patch = text_written(
        "organiseWriteCampaignText",
        "Write a campaign's text in one language",
        tags=TAGS,
        shows=CampaignStorySerializer,
        takes=CampaignWordsInput,
        example={"title": "At home here", "summary": "Who lives here has a say."},
    )

    def find(self, request: Request, *, need: str = "", **place: Any) -> Campaign:
        return found(request, place["slug"], need)
