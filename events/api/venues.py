"""Where events can be held, for whoever plans one by program."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import OrganiserMixin
from events.api.serializers import VenueSerializer
from events.models import Venue
from events.models.venues import VenueQuerySet
from partners.workspace.access import require
from web.api import CursorPage
from web.named import named
from web.text import clean_line

LONGEST_QUERY = 100


class VenuePage(CursorPage):
    ordering = ("name", "pk")


class Venues(OrganiserMixin, generics.ListAPIView):
    area = "events"
    serializer_class = VenueSerializer
    pagination_class = VenuePage
    filter_backends: list[Any] = []
    queryset = Venue.objects.none()

    def get_queryset(self) -> VenueQuerySet:
        require(self.request._request, "events.add_venue")
        query = clean_line(self.request.query_params.get("q", ""))[:LONGEST_QUERY]
        return named(Venue.objects.in_use(), query, "name")

    @extend_schema(
        operation_id="organiseListVenues",
        summary="The venues that can be chosen for an event or a stage",
        tags=["organise events"],
        parameters=[OpenApiParameter("q", str, description="Words of the name.")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
