"""One's own campaigns by program: found, begun, written, settled, published, archived."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, check_match, etag_of, once
from campaigns import services
from campaigns.api.finding import CHANGE, PUBLISH, found, shown
from campaigns.api.organise_serializers import (
    CampaignInput,
    CampaignWordsInput,
    MomentInput,
    OrganisedCampaignSerializer,
    SettingsInput,
)
from campaigns.api.reading import TextPage
from campaigns.api.serializers import CampaignStorySerializer
from campaigns.forms import NewCampaignForm, ScheduleForm, SettingsForm
from campaigns.models import ActionField, Campaign, CampaignQuerySet, CampaignText
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace.access import require
from partners.workspace.api_texts import known_language, save_words
from partners.workspace.texts import TextForm
from web.api import LANGUAGE, CursorPage, refused_as

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


class OneText(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseGetCampaignText",
        summary="A campaign's text in one language",
        tags=TAGS,
        responses=CampaignStorySerializer,
    )
    def get(self, request: Organising, slug: str, language: str) -> Response:
        return _shown(_text(found(request, slug), known_language(language)))

    @extend_schema(
        operation_id="organiseWriteCampaignText",
        summary="Write a campaign's text in one language",
        description="Makes the language where it is not there yet; German comes first. Refuses "
        "with `text_is_fixed` (409) without it, and with `precondition_failed` (412) where "
        "somebody has changed it meanwhile.",
        tags=TAGS,
        request=CampaignWordsInput,
        responses=CampaignStorySerializer,
        examples=[
            OpenApiExample(
                "In English",
                value={"title": "At home here", "summary": "Who lives here has a say."},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str, language: str) -> Response:
        campaign = found(request, slug, CHANGE)
        known_language(language)
        typed = CampaignWordsInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        present = _text(campaign, language)
        save_words(
            request,
            lambda data: TextForm(CampaignText, present, language, data),
            typed.validated_data,
            partial(services.write_text, campaign, language, actor=request.user),
            shown=CampaignStorySerializer(present).data if present else None,
        )
        return _shown(_text(campaign, language))


def _text(campaign: Campaign, language: str) -> CampaignText | None:
    return CampaignText.objects.filter(campaign=campaign, language=language).first()


def _shown(text: CampaignText | None) -> Response:
    if text is None:
        raise Http404
    data = CampaignStorySerializer(text).data
    return Response(data, headers={"ETag": etag_of(data)})


class Leading(OrganiserMixin, APIView):
    area = "campaigns"

    def lead(self, request: Organising, slug: str, verb: Any, code: str, *given: Any) -> Response:
        campaign = found(request, slug, PUBLISH)
        with refused_as(code):
            verb(campaign, *given, actor=request.user)
        return told(request, slug)


class Publication(Leading):
    @extend_schema(
        operation_id="organisePublishCampaign",
        summary="Publish a campaign",
        description="Now; one that is archived runs again. Refuses with `not_publishable` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: OrganisedCampaignSerializer},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.publish, "not_publishable")


class Schedule(Leading):
    @extend_schema(
        operation_id="organiseScheduleCampaign",
        summary="Have a draft published at a time to come",
        description="Refuses with `not_publishable` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=MomentInput,
        responses={200: OrganisedCampaignSerializer},
        examples=[
            OpenApiExample("A time", value={"at": "2027-03-01T09:00:00+01:00"}, request_only=True)
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        found(request, slug, PUBLISH)
        at = moment(request)
        return self.lead(request, slug, services.schedule, "not_publishable", at)

    @extend_schema(
        operation_id="organiseUnscheduleCampaign",
        summary="Take the time of publishing back",
        description="Refuses with `not_publishable` (409) what is no draft.",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses={200: OrganisedCampaignSerializer},
    )
    def delete(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.schedule, "not_publishable", None)


def moment(request: Organising) -> Any:
    """The time that was sent, as the page's form takes it."""
    typed = MomentInput(data=request.data)
    typed.is_valid(raise_exception=True)
    form = ScheduleForm(typed.validated_data)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data["at"]


class Closing(Leading):
    @extend_schema(
        operation_id="organiseCloseCampaign",
        summary="Archive a campaign",
        description="It stays readable, and everybody sees that it is over. Refuses with "
        "`not_closable` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: OrganisedCampaignSerializer},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.archive, "not_closable")
