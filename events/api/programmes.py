"""The organisers' side of programmes: begun, settled, written, published, archived."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from events import services
from events.api.programme_serializers import (
    NewProgrammeInput,
    OrganisedProgrammeSerializer,
    ProgrammeInput,
    ProgrammeTextInput,
    ProgrammeTextSerializer,
)
from events.api.reading import ProgrammePage
from events.forms.programmes import NewProgrammeForm, ProgrammeForm
from events.models import Programme, ProgrammeQuerySet, ProgrammeText
from events.programme_rules import umbrellas_for, umbrellas_of
from partners.models import Membership
from partners.rules import open_to
from partners.workspace import api_steps
from partners.workspace.access import find, require
from partners.workspace.api_steps import Stepping, checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from web.api import LANGUAGE

TAGS = ["organise programmes"]
SEE, CHANGE = "events.view_programme", "events.change_programme"
PUBLISH, ADD = "events.publish_programme", "events.add_programme"
A_WEEK = {
    "organisation": "integrationsrat-dortmund",
    "title": "Woche der Nachbarschaft",
    "summary": "Sieben Tage, an denen alle etwas anbieten.",
    "kind": "week",
    "starts_on": "2027-05-03",
    "ends_on": "2027-05-09",
}


def found_programme(request: Request, slug: str, need: str = "") -> Programme:
    """Raises Http404 for strangers, NotAllowed without the right that is needed."""
    programmes = Programme.objects.select_related("organisation", "parent").with_texts()
    return find(request._request, programmes, SEE, need, slug=slug)


class Organised(OrganiserMixin):
    area = "events"

    def find(self, request: Request, slug: str, need: str = "") -> Programme:
        return found_programme(request, slug, need)


class OrganisedProgrammes(OrganiserMixin, generics.ListAPIView):
    area = "events"
    serializer_class = OrganisedProgrammeSerializer
    pagination_class = ProgrammePage
    filter_backends: list[Any] = []
    queryset = Programme.objects.none()

    def get_queryset(self) -> ProgrammeQuerySet:
        programmes = Programme.objects.filter(organisation__in=open_to(self.request.user))
        if self.request.query_params.get("takes_events") in ("true", "1"):
            programmes = Programme.objects.taking_events()
        return programmes.select_related("organisation", "parent").with_texts()

    @extend_schema(
        operation_id="organiseListProgrammes",
        summary="The programmes of your organisations, drafts too",
        tags=TAGS,
        parameters=[
            LANGUAGE,
            OpenApiParameter(
                "takes_events",
                bool,
                description="Instead those of all organisations that take events now.",
            ),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreateProgramme",
        summary="Begin a programme",
        description="Makes a draft that nobody else sees.",
        tags=TAGS,
        request=NewProgrammeInput,
        responses={201: OrganisedProgrammeSerializer},
        examples=[OpenApiExample("A week", value=A_WEEK, request_only=True)],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, ADD)
        sent = typed(request, NewProgrammeInput)
        organisations = open_to(request.user, Membership.Role.EDITOR).active()
        editing = organisations.filter(slug=sent["organisation"]).first()
        named = sent | {"organisation": editing.pk if editing else 0} | _parent_of(sent)
        umbrellas = umbrellas_of(request.user)
        form = NewProgrammeForm(named, organisations=organisations, umbrellas=umbrellas)
        programme = services.create_programme(actor=actor_of(request), **checked(form))
        return shown(programme, 201)


class OrganisedProgramme(Organised, APIView):
    @extend_schema(
        operation_id="organiseGetProgramme",
        summary="A programme as its editors see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedProgrammeSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        return shown(self.find(request, slug))

    @extend_schema(
        operation_id="organiseChangeProgramme",
        summary="Change a programme's days, until when it takes events, and its umbrella",
        description="What is not sent stays as it is. With `If-Match`, refused with "
        "`precondition_failed` (412) when it has changed since.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ProgrammeInput,
        responses=OrganisedProgrammeSerializer,
        examples=[
            OpenApiExample(
                "Until when",
                value={"hand_in_until": "2027-04-01T00:00:00+02:00"},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Request, slug: str) -> Response:
        self.find(request, slug, CHANGE)
        sent = typed(request, ProgrammeInput, partial=True)
        with transaction.atomic():
            # First the lock, then what is read: two programs change one after the other.
            # All of them, because the umbrella is among what is sent (put_under).
            services.hold_programmes()
            programme = self.find(request, slug, CHANGE)
            check_match(request, _state_of(programme))
            now = {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
            umbrellas = umbrellas_for(request.user, programme)
            form = ProgrammeForm(now | sent | _parent_of(sent), umbrellas=umbrellas)
            services.change_programme(programme, checked(form), actor=actor_of(request))
        return shown(self.find(request, slug))


class OrganisedProgrammeText(Organised, OneText):
    text_model, need = ProgrammeText, CHANGE
    shows, takes = ProgrammeTextSerializer, ProgrammeTextInput
    verb = staticmethod(services.write_programme_text)
    get = text_read(
        "organiseGetProgrammeText",
        "A programme's words in one language",
        tags=TAGS,
        shows=ProgrammeTextSerializer,
    )
    patch = text_written(
        "organiseWriteProgrammeText",
        "Write a programme's words in one language",
        tags=TAGS,
        shows=ProgrammeTextSerializer,
        takes=ProgrammeTextInput,
        example={"title": "International Week", "summary": "Seven days for everybody."},
    )


step = partial(api_steps.step, tags=TAGS, shows=OrganisedProgrammeSerializer)


class Leading(Organised, Stepping):
    need = PUBLISH

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(self.find(request, **place))


class Publication(Leading):
    post = step(
        "organisePublishProgramme",
        "Publish a programme",
        services.publish_programme,
        "not_publishable",
        "Everybody sees it from now on; what is added, moved or cancelled later is marked with "
        "its day. One that is archived is published again.",
    )


class Archival(Leading):
    post = step(
        "organiseArchiveProgramme",
        "Archive a programme",
        services.archive_programme,
        "not_archivable",
        "It leaves the list. Its page stays, and nobody can hand in events any more.",
    )


def _state_of(programme: Programme) -> dict[str, Any]:
    """What a change could be wrong about, in whatever language it was read."""
    left_out = OrganisedProgrammeSerializer.BY_LANGUAGE
    told = OrganisedProgrammeSerializer(programme).data
    return {name: value for name, value in told.items() if name not in left_out}


def shown(programme: Programme, status: int = 200) -> Response:
    headers = {"ETag": etag_of(_state_of(programme))}
    response = Response(OrganisedProgrammeSerializer(programme).data, status, headers=headers)
    if status == 201:
        path = f"/api/v1/organise/programmes/{programme.slug}/"
        response["Location"] = settings.SITE_URL + path
    return response


def _parent_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The form's key for the umbrella that was named by slug, 0 for one that is not there."""
    if not sent.get("parent"):
        return {}
    above = Programme.objects.filter(slug=sent["parent"]).first()
    return {"parent": above.pk if above else 0}
