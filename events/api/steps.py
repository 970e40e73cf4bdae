"""The steps of an event's way, each a resource of its own, and notices on its page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, once
from events import services
from events.api.inputs import NoticeInput
from events.api.organising import CHANGE, PUBLISH, TAGS, Organised, shown
from events.api.serializers import NoticeSerializer, OrganisedEventSerializer
from events.forms.organising import NoticeForm


class Deed(Organised, APIView):
    """One step of an event's way; refused as `invalid` (422) where it is not possible now."""

    verb: Any = None

    def do(self, request: Request, slug: str) -> Response:
        event = self.find(request, slug, PUBLISH)
        self.verb(event, actor=actor_of(request))
        return shown(self.find(request, slug))


def _step(operation: str, summary: str) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description="Refused as `invalid` (422), with the reasons, where it is not possible now.",
        tags=TAGS,
        request=None,
        responses=OrganisedEventSerializer,
    )


class Announcements(Deed):
    verb = staticmethod(services.confirm)

    @_step("organiseAnnounceEvent", "Announce an event, or say that it takes place after all")
    @once
    def post(self, request: Request, slug: str) -> Response:
        return self.do(request, slug)


class Postponements(Deed):
    verb = staticmethod(services.postpone)

    @_step("organisePostponeEvent", "Say that a new time will follow")
    @once
    def post(self, request: Request, slug: str) -> Response:
        return self.do(request, slug)


class Cancellations(Deed):
    verb = staticmethod(services.cancel)

    @_step("organiseCancelEvent", "Cancel an event for good; everybody registered is told")
    @once
    def post(self, request: Request, slug: str) -> Response:
        return self.do(request, slug)


class Notices(Organised, APIView):
    @extend_schema(
        operation_id="organiseGiveNotice",
        summary="Put a dated notice on an event's page",
        tags=TAGS,
        request=NoticeInput,
        responses={201: NoticeSerializer},
        examples=[
            OpenApiExample("Rain", value={"title": "Bei Regen im Saal."}, request_only=True)
        ],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        event = self.find(request, slug, CHANGE)
        typed = NoticeInput(data=request.data)
        typed.is_valid(raise_exception=True)
        form = NoticeForm(typed.validated_data)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        notice = services.give_notice(event, form.cleaned_data["title"], actor=actor_of(request))
        return Response(NoticeSerializer(notice).data, 201)
