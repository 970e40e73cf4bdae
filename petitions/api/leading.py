"""A petition's way by program: each step on it is a thing of its own that is posted."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, once
from petitions import services
from petitions.api.finding import found
from petitions.api.organise_serializers import AnswerInput, OrganisedPetitionDetailSerializer
from petitions.api.organising import TAGS, told
from petitions.forms.organising import AnswerForm
from web.api import LANGUAGE, refused_as

PUBLISH = "petitions.publish_petition"
SHOWN = OrganisedPetitionDetailSerializer


class Leading(OrganiserMixin, APIView):
    area = "petitions"

    def lead(self, request: Organising, slug: str, verb: Any, code: str, **given: Any) -> Response:
        petition = found(request, slug, PUBLISH)
        with refused_as(code):
            verb(petition, actor=request.user, **given)
        return told(request, slug)


class Publication(Leading):
    @extend_schema(
        operation_id="organisePublishPetition",
        summary="Publish a petition",
        description="Everybody can sign it: from `opens_at`, where that is still to come, else "
        "at once. A closed one is opened again. Refuses with `not_publishable` (409) and a "
        "sentence that says what is missing; where this site looks petitions through first, "
        "submit it instead.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: SHOWN},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.publish_in_time, "not_publishable")


class Submission(Leading):
    @extend_schema(
        operation_id="organiseSubmitPetition",
        summary="Have a petition looked through",
        description="Until it is decided nobody can change it. Refuses with `not_submittable` "
        "(409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: SHOWN},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.submit, "not_submittable")

    @extend_schema(
        operation_id="organiseTakePetitionBack",
        summary="Take a petition back to change it",
        description="One that is submitted, or waits for its date. Refuses with "
        "`nothing_to_take_back` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses={200: SHOWN},
    )
    def delete(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.take_back, "nothing_to_take_back")


class Closing(Leading):
    @extend_schema(
        operation_id="organiseClosePetition",
        summary="Close a petition",
        description="It takes no more signatures; what was signed in time may still be "
        "confirmed. Refuses with `not_closable` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: SHOWN},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.close, "not_closable")


class Handover(Leading):
    @extend_schema(
        operation_id="organiseHandPetitionOver",
        summary="Hand a petition over, for good",
        description="Its number stands still from now on; names, addresses and postcodes are "
        "deleted six months later. Refuses with `not_to_hand_over` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=None,
        responses={200: SHOWN},
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        return self.lead(request, slug, services.hand_over, "not_to_hand_over")


class PetitionAnswer(Leading):
    @extend_schema(
        operation_id="organiseAnswerPetition",
        summary="Note what the addressee has answered",
        description="It stands on the petition's page as a step of its way. Refuses with "
        "`not_answerable` (409) before the handover.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=AnswerInput,
        responses={200: SHOWN},
        examples=[
            OpenApiExample(
                "An answer",
                value={
                    "outcome": "answered",
                    "happened_on": "2026-11-20",
                    "title": "Der Landtag hat geantwortet",
                    "body": "Der Hauptausschuss berät im Januar.",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        found(request, slug, PUBLISH)
        typed = AnswerInput(data=request.data)
        typed.is_valid(raise_exception=True)
        form = AnswerForm(typed.validated_data)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        is_answer = form.cleaned_data["outcome"] == "answered"
        verb = services.answer if is_answer else services.refuse
        on = form.cleaned_data["happened_on"]
        return self.lead(request, slug, verb, "not_answerable", words=form.words, on=on)
