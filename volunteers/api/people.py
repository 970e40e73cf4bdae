"""Who comes to a shift, for those who may see names, and who was there."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of
from privacy import audit
from volunteers import services
from volunteers.api.inputs import PresenceInput
from volunteers.api.organised import Organised
from volunteers.models import Role, ShiftSignup

TAGS = ["organise volunteers"]
NAMES, CHECK_IN = "volunteers.view_people", "volunteers.check_in"


class ShiftPersonSerializer(serializers.ModelSerializer):
    """One who comes. Address, age and guardian are not told here."""

    requirement = serializers.IntegerField(source="requirement_id")
    role = serializers.ChoiceField(Role.choices, source="requirement.role")

    class Meta:
        model = ShiftSignup
        fields = ["id", "name", "language", "requirement", "role", "presence", "minutes"]


class NotedPresenceSerializer(serializers.ModelSerializer):
    """How it stands now, whatever came of what was sent."""

    class Meta:
        model = ShiftSignup
        fields = ["id", "presence", "minutes"]


class ShiftPeople(Organised, APIView):
    reading = "volunteers:read"

    @extend_schema(
        operation_id="organiseListShiftPeople",
        summary="Who comes to a shift, by name",
        description="Those who have confirmed. Whoever fetches it stands in the trail.",
        tags=TAGS,
        responses=ShiftPersonSerializer(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, NAMES)
        rows = list(shift.signups.confirmed().select_related("requirement"))
        rows.sort(key=lambda one: (one.name.casefold(), one.pk))
        audit.record("volunteers.shift_people_fetched", actor_of(request), shift, rows=len(rows))
        return Response(ShiftPersonSerializer(rows, many=True).data)


class ShiftArrival(Organised, APIView):
    @extend_schema(
        operation_id="organiseNotePresence",
        summary="Note who was there, left early or did not come",
        description="From six hours before the shift on. Answers how it stands: approved hours, "
        "and what was noted later, stay. Refused as `invalid` (422) where somebody left early "
        "without a moment within the shift.",
        tags=TAGS,
        request=PresenceInput,
        responses=NotedPresenceSerializer,
        examples=[OpenApiExample("Is here", value={"presence": "came"}, request_only=True)],
    )
    def put(self, request: Request, pk: int, signup: UUID) -> Response:
        shift = self.find(request, pk, CHECK_IN)
        found = get_object_or_404(shift.signups.confirmed(), pk=signup)
        typed = PresenceInput(data=request.data)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        services.note_presence(found, sent["presence"], sent.get("at"), until=sent.get("until"))
        found.refresh_from_db()
        return Response(NotedPresenceSerializer(found).data)
