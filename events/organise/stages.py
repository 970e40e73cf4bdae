"""Where things happen within a programme: its stages, tents, rooms and streets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import services
from events.forms.programmes import StageForm
from events.models import Programme, Stage
from events.organise.events import venue_name
from events.organise.programmes import CHANGE, GERMAN, find_programme
from partners.workspace.access import Organising, workspace_page


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising, slug: str) -> HttpResponse:
    programme = find_programme(request, slug, CHANGE)
    return _form(request, programme, None)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, slug: str, stage_id: int) -> HttpResponse:
    programme = find_programme(request, slug, CHANGE)
    stage = get_object_or_404(programme.stages.select_related("venue"), pk=stage_id)
    german = stage.texts.filter(language=GERMAN).first()
    now = {"name": german and german.name, "venue": stage.venue, "position": stage.position}
    return _form(request, programme, stage, now)


@require_POST
@workspace_page
def remove(request: Organising, slug: str, stage_id: int) -> HttpResponse:
    programme = find_programme(request, slug, CHANGE)
    stage = get_object_or_404(programme.stages.select_related("programme"), pk=stage_id)
    services.remove_stage(stage, actor=request.user)
    messages.success(request, _("Removed. Its events stay in the programme."))
    return redirect("programmes_organise:detail", programme.slug)


def _form(
    request: Organising,
    programme: Programme,
    stage: Stage | None,
    now: dict[str, Any] | None = None,
) -> HttpResponse:
    name = venue_name(request)
    data = request.POST if request.method == "POST" else None
    form = StageForm(data, initial=now, venue_named=name)
    if request.method == "POST" and form.is_valid():
        services.set_stage(programme, **form.cleaned_data, stage=stage, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("programmes_organise:detail", programme.slug)
    heading = _("Change the stage") if stage else _("Add a stage")
    context = {"programme": programme, "form": form, "heading": heading, "stage": stage}
    context["name"] = name
    status = 422 if form.errors else 200
    return render(request, "events/organise/programme_form.html", context, status=status)
