"""Public reads: what is on, one event, programmes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PublicMixin
from events.api.serializers import (
    EventDetailSerializer,
    EventSerializer,
    EventTextSerializer,
    ProgrammeDetailSerializer,
    ProgrammeSerializer,
)
from events.forms.looking import EventFilter
from events.models import FEATURES, Event, EventQuerySet, Programme, ProgrammeEntry
from events.models.programmes import ProgrammeQuerySet
from events.services import programme_reading
from events.services.reading import listed_events, page_of
from languages.services import SPOKEN
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds

TAGS = ["events"]
FILTERS = [
    OpenApiParameter("q", str, description="Words of the title, the sentence or the place."),
    OpenApiParameter("day", {"type": "string", "format": "date"}, description="In local time."),
    OpenApiParameter("spoken", enum=list(SPOKEN), description="Spoken or interpreted into."),
    OpenApiParameter("audience", enum=Event.Audience.values),
    OpenApiParameter("features", enum=list(FEATURES), many=True, description="All of these."),
    OpenApiParameter("is_free", bool),
    OpenApiParameter("is_past", bool, description="Those that are over, latest first."),
]


class EventPage(CursorPage):
    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return ("-starts_at", "-pk") if view.wanted.get("is_past") else ("starts_at", "pk")


@sheds(Order.LISTS)
class EventList(PublicMixin, generics.ListAPIView):
    serializer_class = EventSerializer
    pagination_class = EventPage
    filter_backends: list[Any] = []
    queryset = Event.objects.none()

    @property
    def wanted(self) -> dict[str, Any]:
        return wanted_of(self.request)

    def get_queryset(self) -> EventQuerySet:
        return listed_events(self.wanted)

    @extend_schema(
        operation_id="listEvents",
        summary="Events to come, the next first",
        description="As everybody finds them: drafts and events for those with the link are not "
        "listed. Follow `next` for more.",
        tags=TAGS,
        parameters=[LANGUAGE, *FILTERS],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class EventDetail(PublicMixin, APIView):
    @extend_schema(
        operation_id="getEvent",
        summary="One event",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=EventDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        event = page_of(Event.objects.public(), slug)["event"]
        return Response(EventDetailSerializer(event).data)


class EventTexts(PublicMixin, generics.ListAPIView):
    serializer_class = EventTextSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    def get_queryset(self) -> Any:
        event = Event.objects.public().filter(slug=self.kwargs["slug"]).first()
        if event is None:
            raise Http404
        return event.texts.order_by("pk")

    @extend_schema(
        operation_id="listEventTexts",
        summary="An event's words in every language they are written in",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class ProgrammePage(CursorPage):
    ordering = ("-starts_on", "-pk")


@sheds(Order.LISTS)
class ProgrammeList(PublicMixin, generics.ListAPIView):
    serializer_class = ProgrammeSerializer
    pagination_class = ProgrammePage
    filter_backends: list[Any] = []
    queryset = Programme.objects.none()

    def get_queryset(self) -> ProgrammeQuerySet:
        return programme_reading.programmes_to_list(Programme.objects.listed())

    @extend_schema(
        operation_id="listProgrammes",
        summary="Programmes, the latest first",
        tags=["programmes"],
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class ProgrammeDetail(PublicMixin, APIView):
    @extend_schema(
        operation_id="getProgramme",
        summary="One programme with its events",
        tags=["programmes"],
        parameters=[LANGUAGE],
        responses=ProgrammeDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        programme = programme_reading.programme_page(Programme.objects.public(), slug)["programme"]
        shown = ProgrammeEntry.objects.listed().filter(programme=programme)
        context = {"entries": programme_reading.entries_to_read(shown)}
        return Response(ProgrammeDetailSerializer(programme, context=context).data)


def wanted_of(request: Request) -> dict[str, Any]:
    """The filter as the page's form reads it; what makes no sense is refused here."""
    sent = request.query_params.copy()
    # `language` is that of the texts, in every call.
    sent.pop("language", None)
    if "spoken" in sent:
        sent.setlist("language", sent.pop("spoken"))
    form = EventFilter(sent)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.wanted()
