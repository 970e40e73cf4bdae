"""Who comes, for those who may see names: the list, at the door, cancelling for somebody."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, once
from events.api.organising import CHANGE, Organised
from events.api.serializers import RegistrationRowSerializer
from events.models import Event
from events.services.checking_in import MOST_COME, cancel_for, check_in, numbers_of, rows_of
from partners.workspace.access import require
from privacy import audit

NAMES = "events.view_registrations"
CHECK_IN = "events.check_in"
TAGS = ["organise registrations"]


class NumbersSerializer(serializers.Serializer):
    registered = serializers.IntegerField()
    waiting = serializers.IntegerField()
    offered = serializers.IntegerField()
    unconfirmed = serializers.IntegerField()
    came = serializers.IntegerField()
    walk_ins = serializers.IntegerField()


class ArrivalInput(serializers.Serializer):
    came = serializers.IntegerField(
        min_value=0, max_value=MOST_COME, help_text="How many of them; 0 takes it back."
    )


class OfRegistrations(Organised):
    reading = "registrations:read"
    writing = "registrations:write"


class RegistrationNumbers(OfRegistrations, APIView):
    reading = "events:read"

    @extend_schema(
        operation_id="organiseCountRegistrations",
        summary="How many people come",
        tags=TAGS,
        responses=NumbersSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        event = self.find(request, slug)
        if not request.user.has_perm(NAMES, event):
            require(request._request, CHANGE, event)
        return Response(NumbersSerializer(numbers_of(event)).data)


class RegistrationList(OfRegistrations, APIView):
    @extend_schema(
        operation_id="organiseListRegistrations",
        summary="Who comes, by name",
        description="Whoever fetches it stands in the trail. What people need is not in it.",
        tags=TAGS,
        responses=RegistrationRowSerializer(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        event: Event = self.find(request, slug, NAMES)
        rows = rows_of(event)
        audit.record("events.registrations_fetched", actor_of(request), event, rows=len(rows))
        return Response(RegistrationRowSerializer(rows, many=True).data)


class RegistrationArrival(OfRegistrations, APIView):
    @extend_schema(
        operation_id="organiseCheckIn",
        summary="Note how many of a registration have come",
        tags=TAGS,
        request=ArrivalInput,
        responses=RegistrationRowSerializer,
        examples=[OpenApiExample("Two came", value={"came": 2}, request_only=True)],
    )
    def put(self, request: Request, slug: str, registration: UUID) -> Response:
        event = self.find(request, slug, CHECK_IN)
        found = get_object_or_404(event.registrations.standing(), pk=registration)
        typed = ArrivalInput(data=request.data)
        typed.is_valid(raise_exception=True)
        check_in(found, typed.validated_data["came"])
        return Response(RegistrationRowSerializer(found).data)


class RegistrationCancellation(OfRegistrations, APIView):
    @extend_schema(
        operation_id="organiseCancelRegistration",
        summary="Cancel somebody's registration; the person gets a mail",
        tags=TAGS,
        request=None,
        responses=RegistrationRowSerializer,
    )
    @once
    def post(self, request: Request, slug: str, registration: UUID) -> Response:
        event = self.find(request, slug, NAMES)
        found = get_object_or_404(event.registrations.all(), pk=registration)
        cancel_for(found, actor=actor_of(request))
        return Response(RegistrationRowSerializer(found).data)
