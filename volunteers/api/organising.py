"""The organisers' side: shifts begun, changed, thrown away while drafts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, check_match, once
from accounts.models import User
from events.models import Event, Venue
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import require
from volunteers import services
from volunteers.api.inputs import NewShiftInput, ShiftInput, ShiftsQuery
from volunteers.api.organised import (
    CHANGE,
    DELETE,
    PUBLISH,
    TAGS,
    Organised,
    OrganisedShiftSerializer,
    shown,
    state_of,
)
from volunteers.api.serializers import Numbered
from volunteers.forms import planning as forms
from volunteers.models import Shift, ShiftQuerySet, Team
from volunteers.rules import campaigns_open_to
from web.api import LANGUAGE, CursorPage

EDITOR = Membership.Role.EDITOR
EXAMPLE = {
    "campaign": "kommunales-wahlrecht",
    "title": "Stand auf dem Wochenmarkt",
    "description": "Wir sprechen mit Menschen und sammeln Unterschriften.",
    "starts_at": "2027-05-08T09:00:00+02:00",
    "ends_at": "2027-05-08T13:00:00+02:00",
    "place": "Nordmarkt, am Brunnen",
    "district": "Innenstadt-Nord",
    "role": "talking",
    "minimum": 2,
    "maximum": 4,
}


class OrganisedShiftRowSerializer(Numbered):
    identified_as = "shift"
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    missing_people = serializers.IntegerField(
        source="missing", help_text="How many are missing for the minimum of each requirement."
    )
    taken = serializers.IntegerField()

    class Meta:
        model = Shift
        fields = [
            *Numbered.NAMES, "state", "campaign", "starts_at", "ends_at", "time_zone", "place",
            "taken", "missing_people", "changed_at",
        ]  # fmt: skip


class OrganisedShiftPage(CursorPage):
    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return ("-starts_at", "-pk") if view.wanted.get("is_past") else ("starts_at", "pk")


class OrganisedShifts(Organised, generics.ListAPIView):
    serializer_class = OrganisedShiftRowSerializer
    pagination_class = OrganisedShiftPage
    filter_backends: list[Any] = []
    queryset = Shift.objects.none()

    @property
    def wanted(self) -> dict[str, Any]:
        asked = ShiftsQuery(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def get_queryset(self) -> ShiftQuerySet:
        wanted, now = self.wanted, timezone.now()
        shifts = Shift.objects.filter(campaign__in=campaigns_open_to(self.request.user))
        is_past = wanted.get("is_past")
        shifts = shifts.filter(ends_at__lte=now) if is_past else shifts.not_over(now)
        if slug := wanted.get("campaign"):
            shifts = shifts.filter(campaign__slug=slug)
        if state := wanted.get("state"):
            shifts = shifts.filter(state=state)
        return shifts.with_needs()

    @extend_schema(
        operation_id="organiseListShifts",
        summary="Shifts of your campaigns, drafts too",
        description="Those to come, the next first.",
        tags=TAGS,
        parameters=[LANGUAGE, ShiftsQuery],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateShift",
        summary="Begin a shift",
        description="Makes a draft that nobody else sees, with its first requirement. What it "
        "still needs is told by `missing`.",
        tags=TAGS,
        request=NewShiftInput,
        responses={201: OrganisedShiftSerializer},
        examples=[OpenApiExample("A stall", value=EXAMPLE, request_only=True)],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, "volunteers.add_shift")
        typed = NewShiftInput(data=request.data)
        typed.is_valid(raise_exception=True)
        campaigns = campaigns_open_to(request.user, EDITOR)
        campaign = campaigns.filter(slug=typed.validated_data["campaign"]).first()
        sent = typed.validated_data | {"campaign": campaign.pk if campaign else 0}
        form = forms.NewShiftForm(sent, campaigns=campaigns)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        words = form.cleaned_data
        need = services.Need(words.pop("role"), words.pop("minimum"), words.pop("maximum"))
        shift = services.create_shift(**words, needs=[need], actor=actor_of(request))
        return shown(self.find(request, shift.pk), 201)


class OrganisedShift(Organised, APIView):
    @extend_schema(
        operation_id="organiseGetShift",
        summary="A shift as its organisers see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedShiftSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        return shown(self.find(request, pk))

    @extend_schema(
        operation_id="organiseChangeShift",
        summary="Change where a shift is, for whom, and what it belongs to",
        description="What is not sent stays as it is. Who is on it hears of another place. With "
        "`If-Match`, refused with `precondition_failed` (412) when it has changed since; who "
        "signs up changes nothing about that. A cancelled one is refused as `invalid` (422).",
        tags=TAGS,
        request=ShiftInput,
        responses=OrganisedShiftSerializer,
        examples=[
            OpenApiExample(
                "Whom to ask",
                value={"contact_name": "Ada Beispiel", "contact_phone": "0231 123456"},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Request, pk: int) -> Response:
        typed = ShiftInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        with transaction.atomic():
            shift = self.held(request, pk, CHANGE)
            check_match(request, state_of(shift))
            _change(shift, typed.validated_data, actor_of(request))
        return shown(self.find(request, pk))

    @extend_schema(
        operation_id="organiseDeleteShift",
        summary="Delete a draft",
        description="What was published is cancelled instead: refused as `invalid` (422).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, PUBLISH)
        if shift.state == Shift.State.DRAFT:
            require(request._request, DELETE, shift)
        services.delete_draft_shift(shift, actor=actor_of(request))
        return Response(status=204)


def _change(shift: Shift, sent: dict[str, Any], actor: User) -> None:
    """Each part that something was sent of goes through its own form. Raises ValidationError."""
    sent = sent | _keys_of(sent)
    mine = open_to(actor, EDITOR)
    # The event first: its word may be what lets the shift be at a venue.
    parts: list[tuple[Any, dict[str, Any]]] = [
        (forms.BelongingForm, {"shift": shift, "mine": mine}),
        (forms.PlaceForm, {"shift": shift}),
        (forms.PeopleForm, {}),
    ]
    for form_class, needed in parts:
        names = form_class.base_fields.keys()
        if not names & sent.keys():
            continue
        now = model_to_dict(shift, names)
        words = now | {name: sent[name] for name in names & sent.keys()}
        form = form_class(words, initial=now, **needed)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        services.change_shift(shift, form.cleaned_data, actor=actor)


def _keys_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The forms' keys for what programs name by slug; 0 for one that is not there."""
    found = {}
    models: dict[str, type[Model]] = {"event": Event, "team": Team, "venue": Venue}
    for name, model in models.items():
        if slug := sent.get(name):
            thing = model._default_manager.filter(slug=slug).first()
            found[name] = thing.pk if thing else 0
    return found
