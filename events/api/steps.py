"""The steps of an event's way, each a resource of its own, and notices on its page."""

from __future__ import annotations

from functools import partial
from typing import Any

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
from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping, checked, typed

step = partial(api_steps.step, tags=TAGS, shows=OrganisedEventSerializer)


class Leading(Organised, Stepping):
    need = PUBLISH

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(self.find(request, **place))


class Announcements(Leading):
    post = step(
        "organiseAnnounceEvent",
        "Announce an event, or say that it takes place after all",
        services.confirm,
    )


class Postponements(Leading):
    post = step("organisePostponeEvent", "Say that a new time will follow", services.postpone)


class Cancellations(Leading):
    post = step(
        "organiseCancelEvent",
        "Cancel an event for good; everybody registered is told",
        services.cancel,
    )


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
        title = checked(NoticeForm(typed(request, NoticeInput)))["title"]
        notice = services.give_notice(event, title, actor=actor_of(request))
        return Response(NoticeSerializer(notice).data, 201)
