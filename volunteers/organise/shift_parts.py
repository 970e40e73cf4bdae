"""The parts of a shift, a page each: when, where, for whom, what it belongs to, who is needed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from partners.rules import open_to
from partners.workspace.access import Organising, workspace_page
from volunteers import services
from volunteers.forms import planning as forms
from volunteers.models import Shift
from volunteers.organise.shifts import CHANGE, Role, find_shift
from web.text import clean_line

NAMES = "volunteers.view_people"
HEADINGS = {
    "place": gettext_lazy("Where"),
    "people": gettext_lazy("Age and whom to ask"),
    "belonging": gettext_lazy("Event and team"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, pk: int, part: str) -> HttpResponse:
    shift = find_shift(request, pk, CHANGE)
    if part not in HEADINGS:
        raise Http404
    name = clean_line(request.GET.get("name", ""))[:100]
    form = _form(part, shift, request, name)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_shift(shift, form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers_organise:shift", shift.pk)
    context = {
        "shift": shift, "form": form, "heading": HEADINGS[part], "part": part, "name": name
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def move(request: Organising, pk: int) -> HttpResponse:
    """Another time, by the clock there. Who would be at two places is shown first."""
    shift = find_shift(request, pk, CHANGE)
    now = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    clash: services.WouldClash | None = None
    with timezone.override(shift.zone):
        form = forms.TimeForm(request.POST if request.method == "POST" else None, initial=now)
        if request.method == "POST" and form.is_valid():
            try:
                services.move_shift(
                    shift,
                    **form.cleaned_data,
                    knows=request.POST.get("knows", ""),
                    actor=request.user,
                )
            except services.WouldClash as refusal:
                clash = refusal
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("volunteers_organise:shift", shift.pk)
        context = {
            "shift": shift,
            "form": form,
            "clash": clash,
            "overlaps": _told_of(request, clash) if clash else [],
            "coming": shift.signups.standing().count(),
            "sees_people": request.user.has_perm(NAMES, shift),
        }
        status = 409 if clash else 422 if form.errors else 200
        return render(request, "volunteers/organise/shift_time.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add_requirement(request: Organising, pk: int) -> HttpResponse:
    shift = find_shift(request, pk, CHANGE)
    form = forms.RequirementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_requirement(shift, form.need(), actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers_organise:shift", shift.pk)
    return _requirement_page(request, shift, form, _("Who else is needed?"))


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def requirement(request: Organising, pk: int, requirement_id: int) -> HttpResponse:
    shift = find_shift(request, pk, CHANGE)
    known = get_object_or_404(shift.requirements.prefetch_related("languages"), pk=requirement_id)
    data = request.POST if request.method == "POST" else None
    form = forms.RequirementForm(data, requirement=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_requirement(known, form.need(), actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            if known.taken > known.maximum:
                messages.info(
                    request, _("Nobody loses a place: whoever has signed up stays on the shift.")
                )
            return redirect("volunteers_organise:shift", shift.pk)
    return _requirement_page(request, shift, form, _("Who is needed?"), known=known)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def remove_requirement(request: Organising, pk: int, requirement_id: int) -> HttpResponse:
    shift = find_shift(request, pk, CHANGE)
    known = get_object_or_404(shift.requirements.prefetch_related("languages"), pk=requirement_id)
    if request.method == "POST":
        try:
            services.remove_requirement(known, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is removed."))
        return redirect("volunteers_organise:shift", shift.pk)
    context = {
        "shift": shift,
        "title": _("Remove: %(role)s") % {"role": known.get_role_display()},
        "about": _("Nobody is asked for this on the shift any more."),
        "button": _("Remove"),
    }
    return render(request, "volunteers/organise/shift_lead.html", context)


def _told_of(
    request: Organising, clash: services.WouldClash
) -> list[tuple[services.Overlap, bool]]:
    """Who is busy, and whether the viewer is told with what: what somebody does elsewhere is
    told only to those who coordinate that as well."""
    return [(one, request.user.has_perm(NAMES, one.other)) for one in clash.overlaps]


def _form(part: str, shift: Shift, request: Organising, name: str) -> Any:
    data = request.POST if request.method == "POST" else None
    now = {field.name: getattr(shift, field.name) for field in shift._meta.concrete_fields}
    match part:
        case "place":
            return forms.PlaceForm(data, initial=now, shift=shift, venue_named=name)
        case "belonging":
            mine = open_to(request.user, Role.EDITOR)
            return forms.BelongingForm(data, initial=now, shift=shift, mine=mine)
        case _:
            return forms.PeopleForm(data, initial=now)


def _requirement_page(
    request: Organising, shift: Shift, form: Any, heading: str, **more: Any
) -> HttpResponse:
    context = {"shift": shift, "form": form, "heading": heading, **more}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_requirement.html", context, status=status)
