"""Taking signatures out: asked for, made by a job, fetched by a link that opens for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobs.models import Job
from partners.workspace.access import Organising, require, workspace_page
from petitions import services
from petitions.forms.exporting import ExportForm
from petitions.models import SignatureExport
from petitions.organise.finding import found
from petitions.services.export_rights import PERMISSIONS
from privacy import secrets
from web.htmx import render_page

EXPORT = "petitions.export_figures"
# The other lines are a few weeks old, and their files are gone.
MOST_LISTED = 50
Purpose = SignatureExport.Purpose
State = SignatureExport.State


@dataclass(frozen=True)
class Line:
    """One export as its asker sees it."""

    export: SignatureExport
    job: Job | None
    now: datetime
    fetch_url: str

    @property
    def is_ready(self) -> bool:
        return self.export.state == State.READY and self.export.expires_at > self.now

    @property
    def has_failed(self) -> bool:
        is_waiting = self.export.state == State.WAITING
        return is_waiting and bool(self.job and self.job.state == Job.State.FAILED)

    @property
    def is_being_made(self) -> bool:
        return self.export.state == State.WAITING and not self.has_failed

    @property
    def is_outdated(self) -> bool:
        return self.export.state == State.OUTDATED


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def exports(request: Organising, slug: str) -> HttpResponse:
    """Ask for a file, and the ones this person asked for: only they can fetch them."""
    petition = found(request, slug, EXPORT)
    may_list = request.user.has_perm(PERMISSIONS[Purpose.HANDOVER], petition)
    why_no_list = services.why_no_list(petition) if may_list else ""
    purposes = [Purpose.FIGURES]
    if may_list and not why_no_list:
        purposes.append(Purpose.HANDOVER)
    form = ExportForm(purposes, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            language = get_language() or ""
            wanted = form.cleaned_data | {"user": request.user, "language": language}
            services.ask_for_export(petition, **wanted)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The file is being made. You find it below."))
            return redirect("petitions_organise:exports", slug)
    own = petition.exports.filter(asked_by=request.user)
    lines = lines_of(own, "petitions_organise:fetch_export", slug)
    context = {
        "petition": petition,
        "form": form,
        "why_no_list": why_no_list,
        "lines": lines,
        "is_making": any(line.is_being_made for line in lines),
    }
    status = 422 if form.errors else 200
    template = "petitions/organise/exports.html"
    return render_page(request, template, context, part="own", status=status)


@require_POST
@workspace_page
def fetch(request: Organising, slug: str, export_id: UUID) -> HttpResponse:
    """Make a link for this person and this file, and go there."""
    petition = found(request, slug, EXPORT)
    own = SignatureExport.objects.filter(petition=petition, asked_by=request.user)
    export = get_object_or_404(own, pk=export_id)
    require(request, PERMISSIONS[Purpose(export.purpose)], petition)
    try:
        secret = services.issue_link(export, user=request.user)
    except services.ExportIsOver:
        messages.error(request, _("This file is not there any more. Have it made once more."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        return redirect("petitions_exports:download", secret)
    return redirect("petitions_organise:exports", slug)


@require_GET
@workspace_page
def download(request: Organising, secret: str) -> Any:
    """Sent as it is read; what breaks off in the middle arrives as broken, not as shorter."""
    try:
        export = services.open_export(request.user, secret)
    except secrets.SecretUnknown:
        return _closed(request, 404)
    except (secrets.SecretError, services.ExportIsOver):
        return _closed(request, 410)
    except ValidationError as refusal:
        return _closed(request, 410, " ".join(refusal.messages))
    response = StreamingHttpResponse(export.pieces, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.file_name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def lines_of(exports: QuerySet[SignatureExport], fetch_view: str, slug: str) -> list[Line]:
    """One person's exports of one thing, which is `slug` where they are fetched."""
    own = list(exports[:MOST_LISTED])
    jobs = services.jobs_of(export for export in own if export.state == State.WAITING)
    now = timezone.now()
    return [
        Line(export, jobs.get(export.pk), now, reverse(fetch_view, args=[slug, export.pk]))
        for export in own
    ]


def _closed(request: Organising, status: int, refusal: str = "") -> HttpResponse:
    """Another person's link and none at all get the same words."""
    context = {"is_unknown": status == 404, "refusal": refusal}
    return render(request, "petitions/organise/export_closed.html", context, status=status)
