"""An event and a programme, by program: its host hands it in, the programme's editors place it,
and each side sees how it stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from events import services
from events.api.programme_serializers import (
    ClashSerializer,
    HandInInput,
    OrganisedEntrySerializer,
    PlaceInput,
)
from events.api.programmes import CHANGE, TAGS, Organised
from events.forms.programmes import HandInForm, PlaceForm
from events.models import Programme, ProgrammeEntry, ProgrammeEntryQuerySet
from events.programme_rules import entries_of_hosts, events_to_offer
from events.services.programme_reading import entries_to_decide
from partners.workspace.access import find, require
from partners.workspace.api_steps import checked, typed
from web.api import LANGUAGE, CursorPage, Refusal, refused_as

SEE, HAND_IN = "events.view_programmeentry", "events.hand_in_event"


class EntryPage(CursorPage):
    ordering = ("-handed_in_at", "-pk")


# What a host took out again is the host's alone.
STATES = [one for one in ProgrammeEntry.State.choices if one[0] != "withdrawn"]


class EntryFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=STATES)


class EntryList(generics.ListAPIView):
    serializer_class = OrganisedEntrySerializer
    pagination_class = EntryPage
    filter_backends: list[Any] = []
    queryset = ProgrammeEntry.objects.none()


class ProgrammeEntries(Organised, EntryList):
    filter_backends = [filters.DjangoFilterBackend]
    filterset_class = EntryFilter

    def get_queryset(self) -> ProgrammeEntryQuerySet:
        programme = self.find(self.request, self.kwargs["slug"])
        entries = programme.entries.exclude(state=ProgrammeEntry.State.WITHDRAWN)
        return entries_to_decide(entries)

    @extend_schema(
        operation_id="organiseListProgrammeEntries",
        summary="What was handed in for a programme of yours, and what became of it",
        description="The latest first.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OwnEntries(OrganiserMixin, EntryList):
    area = "events"

    def get_queryset(self) -> ProgrammeEntryQuerySet:
        return entries_to_decide(entries_of_hosts(self.request.user))

    @extend_schema(
        operation_id="organiseListEntries",
        summary="Where the events that you lead stand in programmes",
        description="The latest first; those taken out are left out.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseHandIn",
        summary="Hand an event in for a programme",
        description="The programme is one of `organiseListProgrammes` with `takes_events`. After "
        "a return, or when it was taken out, it is handed in again. Refuses with "
        "`handing_in_not_possible` (409) where the programme takes no more events.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=HandInInput,
        responses={201: OrganisedEntrySerializer},
        examples=[
            OpenApiExample(
                "An evening",
                value={
                    "programme": "internationale-woche",
                    "event": "demo-wahlrecht-fuer-alle-gespraech",
                    "note": "Am liebsten am Abend.",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, HAND_IN)
        sent = typed(request, HandInInput)
        programme = Programme.objects.taking_events().filter(slug=sent["programme"]).first()
        if programme is None:
            raise ValidationError({"programme": _("This programme takes no more events.")})
        events = events_to_offer(request.user, programme)
        event = events.filter(slug=sent["event"]).first()
        given = checked(HandInForm(sent | {"event": event.pk if event else 0}, events=events))
        with refused_as("handing_in_not_possible"):
            entry = services.hand_in(programme, actor=actor_of(request), **given)
        response = shown(found_entry(request, entry.pk))
        response.status_code = 201
        response["Location"] = f"{settings.SITE_URL}/api/v1/organise/entries/{entry.pk}/"
        return response


class OneEntry(OrganiserMixin, APIView):
    area = "events"

    @extend_schema(
        operation_id="organiseGetEntry",
        summary="An event in a programme, as both sides see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedEntrySerializer,
    )
    def get(self, request: Request, entry_id: int) -> Response:
        return shown(found_entry(request, entry_id))


class EntryPlace(OrganiserMixin, APIView):
    area = "events"

    @extend_schema(
        operation_id="organisePlaceEntry",
        summary="Give an event of a programme its stage, and propose another time",
        description="Where the time is not the event's own, the event moves only when its host "
        "agrees. What gets in its way is refused with `clashes` (409), each with its `matter` "
        "(place, host, speaker, days), and nothing is stored; `knowingly` places it all the "
        "same, on record. What is out of the programme is refused as `invalid` (422), an older "
        "state by `If-Match` with `precondition_failed` (412).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=PlaceInput,
        responses=OrganisedEntrySerializer,
        examples=[
            OpenApiExample(
                "At its own venue", value={"stage": None, "knowingly": True}, request_only=True
            )
        ],
    )
    def put(self, request: Request, entry_id: int) -> Response:
        entry = found_entry(request, entry_id)
        require(request._request, CHANGE, entry.programme)
        sent = typed(request, PlaceInput)
        try:
            with transaction.atomic():
                # As the service does: of two who place at one hour, one comes after the other.
                Programme.objects.select_for_update(no_key=True).get(pk=entry.programme_id)
                entry = found_entry(request, entry_id)
                check_match(request, _state_of(entry))
                event, stages = entry.event, entry.programme.stages.with_texts()
                own = {
                    "starts_at": entry.proposed_starts_at or event.starts_at,
                    "ends_at": entry.proposed_ends_at or event.ends_at,
                }
                given = checked(PlaceForm(own | sent, stages=stages))
                services.place(entry, actor=actor_of(request), **given)
        except services.Clashing as found:
            sentence = _("Nothing is saved yet: look at what it gets in the way of.")
            clashes = ClashSerializer(found.clashes, many=True).data
            raise Refusal(sentence, code="clashes", clashes=clashes) from None
        return shown(found_entry(request, entry_id))


def found_entry(request: Request, entry_id: int) -> ProgrammeEntry:
    entries = entries_to_decide(ProgrammeEntry.objects.all())
    return find(request._request, entries, SEE, pk=entry_id)


def _state_of(entry: ProgrammeEntry) -> dict[str, Any]:
    """What a change could be wrong about, in whatever language it was read."""
    told = OrganisedEntrySerializer(entry).data
    event = {name: told["event"][name] for name in ("slug", "state", "starts_at", "ends_at")}
    return told | {"event": event, "stage": entry.stage_id}


def shown(entry: ProgrammeEntry) -> Response:
    headers = {"ETag": etag_of(_state_of(entry))}
    return Response(OrganisedEntrySerializer(entry).data, headers=headers)
