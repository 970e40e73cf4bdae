"""Taking signatures out by program: the very job, rights and record of the page."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, once
from partners.workspace.access import require
from petitions import services
from petitions.api.finding import found
from petitions.api.organise_serializers import ExportInput, ExportSerializer
from petitions.models import SignatureExport
from petitions.services.export_rights import PERMISSIONS
from web.api import CursorPage, Refusal, refused_as
from web.table_files import CONTENT_TYPES

TAGS = ["organise exports"]
EXPORT = "petitions.export_figures"
Purpose = SignatureExport.Purpose


class ExportPage(CursorPage):
    ordering = ("-created_at", "-id")


class Exporting(OrganiserMixin):
    reading = writing = "signatures:read"

    def own(self) -> QuerySet[SignatureExport]:
        """Only whoever asked for a file sees it."""
        petition = found(self.request, self.kwargs["slug"], EXPORT)  # type: ignore[attr-defined]
        return petition.exports.filter(asked_by=self.request.user)  # type: ignore[attr-defined]


class Exports(Exporting, generics.ListAPIView):
    serializer_class = ExportSerializer
    pagination_class = ExportPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[SignatureExport]:
        return self.own()

    @extend_schema(
        operation_id="organiseListPetitionExports",
        summary="Files you have asked for",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organiseCreatePetitionExport",
        summary="Have a file of signatures made",
        description="Asked for again while it is made, the one under way is given. Lists with "
        "names are for owners of the organisation that asks, once the petition is closed, and "
        "where this site gives them out at all. Refuses with `no_list` (409).",
        tags=TAGS,
        request=ExportInput,
        responses={201: ExportSerializer},
        examples=[
            OpenApiExample(
                "Figures", value={"purpose": "figures", "format": "csv"}, request_only=True
            )
        ],
    )
    @once
    def post(self, request: Organising, slug: str) -> Response:
        petition = found(request, slug, EXPORT)
        typed = ExportInput(data=request.data)
        typed.is_valid(raise_exception=True)
        wanted = typed.validated_data
        require(request, PERMISSIONS[Purpose(wanted["purpose"])], petition)
        language = get_language() or ""
        with refused_as("no_list"):
            export = services.ask_for_export(
                petition, **wanted, user=request.user, language=language
            )
        response = Response(ExportSerializer(export).data, status=201)
        response["Location"] = reverse("api-organise-petition-export", args=[slug, export.pk])
        return response


class OneExport(Exporting, APIView):
    @extend_schema(
        operation_id="organiseGetPetitionExport",
        summary="How far a file is",
        description="`state` is `waiting`, `ready`, `outdated` (somebody on it left since: have "
        "it made once more) or `expired`.",
        tags=TAGS,
        responses=ExportSerializer,
    )
    def get(self, request: Organising, slug: str, export_id: UUID) -> Response:
        return Response(ExportSerializer(get_object_or_404(self.own(), pk=export_id)).data)


class AnyType(BaseContentNegotiation):
    """A file is what it is; only refusals are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ExportFile(Exporting, APIView):
    content_negotiation_class = AnyType

    @extend_schema(
        operation_id="organiseFetchPetitionExport",
        summary="Fetch a file",
        description="Sent as it is read; each fetching is on record. Refuses with "
        "`export_not_ready` (409), `export_over` (410) or `no_list` (409).",
        tags=TAGS,
        responses={(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()},
    )
    def get(self, request: Organising, slug: str, export_id: UUID) -> Any:
        export = get_object_or_404(self.own(), pk=export_id)
        require(request, PERMISSIONS[Purpose(export.purpose)], export.petition)
        if export.state == SignatureExport.State.WAITING:
            sentence = _("The file is still being made. Ask again in a moment.")
            raise Refusal(sentence, code="export_not_ready")
        try:
            with refused_as("no_list"):
                secret = services.issue_link(export, user=request.user)
                opened = services.open_export(request.user, secret)
        except services.ExportIsOver:
            sentence = _("This file is not there any more. Have it made once more.")
            raise Refusal(sentence, code="export_over", status=410) from None
        response = StreamingHttpResponse(opened.pieces, content_type=opened.content_type)
        response["Content-Disposition"] = content_disposition_header(True, opened.file_name) or ""
        response["X-Content-Type-Options"] = "nosniff"
        return response
