"""Updates of a campaign by program: written, published now or later, made drafts again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, once
from campaigns import services
from campaigns.api.finding import CHANGE, found, found_update
from campaigns.api.organise_serializers import (
    OrganisedUpdateSerializer,
    UpdateInput,
    UpdateWordsInput,
)
from campaigns.api.organising import TAGS
from campaigns.api.reading import UpdatePage
from campaigns.api.serializers import UpdateTextSerializer
from campaigns.forms import NewUpdateForm
from campaigns.models import CampaignUpdate, CampaignUpdateText
from partners.workspace.api_texts import OneText, text_read, text_written
from web.api import LANGUAGE


class Updates(OrganiserMixin, generics.ListAPIView):
    area = "campaigns"
    serializer_class = OrganisedUpdateSerializer
    pagination_class = UpdatePage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[CampaignUpdate]:
        return found(self.request, self.kwargs["slug"]).updates.with_texts()

    @extend_schema(
        operation_id="organiseListCampaignUpdates",
        summary="Updates of a campaign of yours",
        description="Drafts included, newest first.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateCampaignUpdate",
        summary="Write an update",
        description="Makes a draft with its German text.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=UpdateInput,
        responses={201: OrganisedUpdateSerializer},
        examples=[
            OpenApiExample(
                "A draft",
                value={
                    "title": "Tausend Unterschriften",
                    "body": "In drei Wochen.",
                    "happened_on": "2026-11-20",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        campaign = found(request, slug, CHANGE)
        typed = UpdateInput(data=request.data)
        typed.is_valid(raise_exception=True)
        form = NewUpdateForm(typed.validated_data)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        given = dict(form.cleaned_data)
        words = {"title": given.pop("title"), "body": given.pop("body")}
        update = services.write_update(campaign, words, actor=request.user, **given)
        response = Response(OrganisedUpdateSerializer(update).data, status=201)
        response["Location"] = reverse("api-organise-update", args=[slug, update.pk])
        return response


class OneUpdate(OrganiserMixin, APIView):
    area = "campaigns"

    @extend_schema(
        operation_id="organiseGetCampaignUpdate",
        summary="One update of a campaign of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedUpdateSerializer,
    )
    def get(self, request: Organising, slug: str, update_id: int) -> Response:
        return Response(OrganisedUpdateSerializer(found_update(request, slug, update_id)).data)


class UpdateWords(OneText):
    area = "campaigns"
    text_model, need = CampaignUpdateText, CHANGE
    shows, takes = UpdateTextSerializer, UpdateWordsInput
    verb = staticmethod(services.write_update_text)
    get = text_read(
        "organiseGetCampaignUpdateText",
        "An update's text in one language",
        tags=TAGS,
        shows=UpdateTextSerializer,
    )
    patch = text_written(
        "organiseWriteCampaignUpdateText",
        "Write an update's text in one language",
        tags=TAGS,
        shows=UpdateTextSerializer,
        takes=UpdateWordsInput,
        example={"title": "Bin imza"},
    )

    def find(self, request: Request, *, need: str = "", **place: Any) -> CampaignUpdate:
        return found_update(request, place["slug"], place["update_id"], need)
