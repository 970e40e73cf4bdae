"""A shift's time, its words in each language, and who is needed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, once
from partners.workspace.api_steps import checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from volunteers import services
from volunteers.api.inputs import RequirementInput, ShiftTextInput, ShiftTimeInput
from volunteers.api.organised import (
    CHANGE,
    TAGS,
    Organised,
    OrganisedShiftSerializer,
    RequirementSerializer,
    shown,
)
from volunteers.api.serializers import ShiftTextSerializer
from volunteers.forms.planning import RequirementForm, TimeForm
from volunteers.models import Requirement, Shift, ShiftText
from web.api import Refusal


class OrganisedShiftTime(Organised, APIView):
    @extend_schema(
        operation_id="organiseMoveShift",
        summary="Move a shift to another time; everybody on it is told",
        description="Where people would be at two places, refused with `would_clash` (409): "
        "`people` says how many, and `mark` sent back as `knows` moves it all the same, unless "
        "it has become others meanwhile. What is over or cancelled is refused as `invalid` "
        "(422).",
        tags=TAGS,
        request=ShiftTimeInput,
        responses=OrganisedShiftSerializer,
        examples=[
            OpenApiExample(
                "An hour later",
                value={
                    "starts_at": "2027-05-08T10:00:00+02:00",
                    "ends_at": "2027-05-08T14:00:00+02:00",
                },
                request_only=True,
            )
        ],
    )
    def put(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, CHANGE)
        sent = typed(request, ShiftTimeInput)
        given = checked(TimeForm(sent)) | {"knows": sent.get("knows", "")}
        try:
            services.move_shift(shift, **given, actor=actor_of(request))
        except services.WouldClash as clash:
            # Who, and with what, is for those who see names there as well: on the page.
            people = len({overlap.signup.pk for overlap in clash.overlaps})
            sentence = _("Moved like that, people would be at two places.")
            raise Refusal(sentence, code="would_clash", people=people, mark=clash.mark) from None
        return shown(self.find(request, pk))


class OrganisedShiftText(Organised, OneText):
    text_model, need = ShiftText, CHANGE
    shows, takes = ShiftTextSerializer, ShiftTextInput
    verb = staticmethod(services.write_shift_text)
    get = text_read(
        "organiseGetShiftText",
        "A shift's words in one language",
        tags=TAGS,
        shows=ShiftTextSerializer,
    )
    put = text_written(
        "organiseWriteShiftText",
        "Write a shift's words in one language",
        tags=TAGS,
        shows=ShiftTextSerializer,
        takes=ShiftTextInput,
        example={"title": "Stall at the market", "meeting_point": "By the fountain"},
        is_whole=True,
    )


def _requirement(operation: str, summary: str, status: int) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description="Nobody loses a place by a lower maximum. What makes no sense, or people "
        "count on, is refused as `invalid` (422).",
        tags=TAGS,
        request=RequirementInput,
        responses={status: RequirementSerializer},
        examples=[
            OpenApiExample(
                "Who speaks Turkish",
                value={
                    "role": "talking",
                    "minimum": 1,
                    "maximum": 3,
                    "languages": [{"language": "tr", "level": "2"}],
                },
                request_only=True,
            )
        ],
    )


class Requirements(Organised, APIView):
    @_requirement("organiseAddRequirement", "Ask for more people on a shift", 201)
    @once
    def post(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, CHANGE)
        need = _need(request)
        made = services.add_requirement(shift, need, actor=actor_of(request))
        response = Response(RequirementSerializer(made).data, status=201)
        path = f"/api/v1/organise/shifts/{pk}/requirements/{made.pk}/"
        response["Location"] = settings.SITE_URL + path
        return response


class OneRequirement(Organised, APIView):
    @_requirement("organiseChangeRequirement", "Change who is needed", 200)
    def put(self, request: Request, pk: int, requirement: int) -> Response:
        known = self.requirement(request, pk, requirement)
        services.change_requirement(known, _need(request), actor=actor_of(request))
        return Response(RequirementSerializer(known.shift.requirements.get(pk=known.pk)).data)

    @extend_schema(
        operation_id="organiseRemoveRequirement",
        summary="Take back who is needed",
        description="Refused as `invalid` (422) where people have signed up for it, and where "
        "it is the only one of an open shift.",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, pk: int, requirement: int) -> Response:
        known = self.requirement(request, pk, requirement)
        services.remove_requirement(known, actor=actor_of(request))
        return Response(status=204)

    def requirement(self, request: Request, pk: int, requirement: int) -> Requirement:
        shift: Shift = self.find(request, pk, CHANGE)
        return get_object_or_404(shift.requirements.all(), pk=requirement)


def _need(request: Request) -> services.Need:
    """What was sent, as the page's form understands it. Raises ValidationError."""
    words = dict(typed(request, RequirementInput))
    for row, spoken in enumerate(words.pop("languages", [])):
        words |= {f"language_{row}": spoken["language"], f"level_{row}": spoken["level"]}
    form = RequirementForm(words)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.need()
