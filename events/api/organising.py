"""The organisers' side: events as the workspace shows and changes them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from accounts.models import User
from campaigns.models import Campaign
from events import services
from events.api.inputs import EventInput, NewEventInput, TextInput
from events.api.reading import EventPage
from events.api.serializers import (
    EventSerializer,
    EventTextSerializer,
    OrganisedEventSerializer,
)
from events.forms.organising import NewEventForm
from events.forms.parts import PARTS, present_values, save_part
from events.models import Event, EventQuerySet, EventText, Venue
from events.rules import worked_on_by
from events.services.reading import with_hosts
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import find, require
from partners.workspace.api_steps import checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from web.api import LANGUAGE

TAGS = ["organise events"]
SEE, CHANGE, PUBLISH = "events.view_event", "events.change_event", "events.publish_event"
EXAMPLE = {
    "lead": "integrationsrat-dortmund",
    "title": "Offener Abend",
    "summary": "Kommen Sie vorbei und reden Sie mit.",
    "starts_at": "2027-05-08T18:00:00+02:00",
    "ends_at": "2027-05-08T20:00:00+02:00",
}


class Organised(OrganiserMixin):
    area = "events"

    def find(self, request: Request, slug: str, need: str = "") -> Event:
        events = with_hosts(Event.objects.with_faces())
        return find(request._request, events, SEE, need, slug=slug)


class OrganisedEvents(Organised, generics.ListAPIView):
    serializer_class = EventSerializer
    pagination_class = EventPage
    filter_backends: list[Any] = []
    queryset = Event.objects.none()

    @property
    def wanted(self) -> dict[str, Any]:
        return {"is_past": self.request.query_params.get("is_past") in ("true", "1")}

    def get_queryset(self) -> EventQuerySet:
        events = worked_on_by(self.request.user)
        events = events.past() if self.wanted["is_past"] else events.coming()
        return events.with_faces()

    @extend_schema(
        operation_id="organiseListEvents",
        summary="The events of your organisations, drafts too",
        tags=TAGS,
        parameters=[LANGUAGE, OpenApiParameter("is_past", bool)],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateEvent",
        summary="Begin an event",
        description="Makes a draft that nobody else sees.",
        tags=TAGS,
        request=NewEventInput,
        responses={201: OrganisedEventSerializer},
        examples=[OpenApiExample("An evening", value=EXAMPLE, request_only=True)],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, "events.add_event")
        sent = typed(request, NewEventInput)
        organisations = open_to(request.user, Membership.Role.EDITOR).active()
        lead = organisations.filter(slug=sent["lead"]).first()
        named = sent | {"lead": lead.pk if lead else 0}
        given = checked(NewEventForm(named, organisations=organisations))
        event = services.create_event(actor=actor_of(request), **given)
        return shown(self.find(request, event.slug), 201)


class OrganisedEvent(Organised, APIView):
    @extend_schema(
        operation_id="organiseGetEvent",
        summary="An event as its organisers see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedEventSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        return shown(self.find(request, slug))

    @extend_schema(
        operation_id="organiseChangeEvent",
        summary="Change an event",
        description="What is not sent stays as it is. People are told as the pages tell them. "
        "With `If-Match`, refused with `precondition_failed` (412) when it has changed since.",
        tags=TAGS,
        request=EventInput,
        responses=OrganisedEventSerializer,
        examples=[OpenApiExample("Limit it", value={"capacity": 80}, request_only=True)],
    )
    def patch(self, request: Request, slug: str) -> Response:
        sent = typed(request, EventInput, partial=True)
        with transaction.atomic():
            # First the lock, then what is read: two programs change one after the other.
            Event.objects.select_for_update(no_key=True).filter(slug=slug).first()
            event = self.find(request, slug, CHANGE)
            check_match(request, state_told(event))
            _change(event, sent, actor_of(request))
        return shown(self.find(request, slug))

    @extend_schema(
        operation_id="organiseDeleteEvent",
        summary="Delete a draft",
        description="What was announced is cancelled instead: refused as `invalid` (422).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, slug: str) -> Response:
        event = self.find(request, slug, PUBLISH)
        services.delete_draft(event, actor=actor_of(request))
        return Response(status=204)


class OrganisedEventText(Organised, OneText):
    text_model, need = EventText, CHANGE
    shows, takes = EventTextSerializer, TextInput
    verb = staticmethod(services.write_text)
    get = text_read(
        "organiseGetEventText",
        "An event's words in one language",
        tags=TAGS,
        shows=EventTextSerializer,
    )
    put = text_written(
        "organiseWriteEventText",
        "Write an event's words in one language",
        tags=TAGS,
        shows=EventTextSerializer,
        takes=TextInput,
        example={"title": "Open evening", "summary": "Come and have a say."},
        is_whole=True,
    )


def state_told(event: Event) -> dict[str, Any]:
    """What a change could be wrong about, in whatever language it was read."""
    left_out = OrganisedEventSerializer.BY_LANGUAGE | {"missing"}
    told = OrganisedEventSerializer(event).data
    return {name: value for name, value in told.items() if name not in left_out}


def shown(event: Event, status: int = 200) -> Response:
    headers = {"ETag": etag_of(state_told(event))}
    response = Response(OrganisedEventSerializer(event).data, status, headers=headers)
    if status == 201:
        response["Location"] = f"{settings.SITE_URL}/api/v1/organise/events/{event.slug}/"
    return response


def _change(event: Event, sent: dict[str, Any], actor: User) -> None:
    """Each part that something was sent of goes through its own form. Raises ValidationError."""
    sent = sent | _keys_of(sent)
    for part, (_heading, form_class) in PARTS.items():
        now = present_values(event)
        names = form_class(initial=now).fields.keys()
        if not names & sent.keys():
            continue
        data = QueryDict(mutable=True)
        for name in names:
            value = sent[name] if name in sent else now.get(name)
            many = value if isinstance(value, list) else [value]
            data.setlist(name, ["" if one is None else one for one in many])
        given = checked(form_class(data, initial=now))
        save_part(event, part, given, actor=actor)
        event.refresh_from_db()


def _keys_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The form's keys for what programs name by slug; 0 for one that is not there."""
    found = {}
    models: dict[str, type[Model]] = {"venue": Venue, "campaign": Campaign}
    for name, model in models.items():
        if slug := sent.get(name):
            thing = model._default_manager.filter(slug=slug).first()
            found[name] = thing.pk if thing else 0
    return found
