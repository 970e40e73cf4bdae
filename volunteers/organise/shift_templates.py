"""Templates for shifts: kept from one, used for others, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page
from volunteers import services
from volunteers.forms.planning import FromTemplateForm, TemplateNameForm
from volunteers.models import ShiftTemplate
from volunteers.organise.shifts import CHANGE, Role, campaigns_of, find_shift

ADD = "volunteers.add_shift"


@require_safe
@workspace_page
def templates(request: Organising) -> HttpResponse:
    require(request, ADD)
    mine = open_to(request.user, Role.EDITOR)
    found = ShiftTemplate.objects.filter(organisation__in=mine).select_related("organisation")
    context = {"templates": found}
    return render(request, "volunteers/organise/shift_templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def save(request: Organising, pk: int) -> HttpResponse:
    """Keep a shift as a template."""
    shift = find_shift(request, pk, CHANGE)
    data = request.POST if request.method == "POST" else None
    form = TemplateNameForm(data, initial={"name": str(shift)})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_template(shift, form.cleaned_data["name"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("volunteers_organise:templates")
    context = {"shift": shift, "form": form, "heading": _("Save as template"), "part": "template"}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def use(request: Organising, template_id: int) -> HttpResponse:
    """Make a shift from a template: only the day is asked for."""
    template = _mine(request, template_id)
    campaigns = campaigns_of(request, Role.EDITOR).filter(lead=template.organisation_id)
    data = request.POST if request.method == "POST" else None
    form = FromTemplateForm(data, campaigns=campaigns)
    if request.method == "POST" and form.is_valid():
        shift = services.shift_from_template(template, **form.cleaned_data, actor=request.user)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("volunteers_organise:shift", shift.pk)
    context = {"template": template, "form": form}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_from_template.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def delete(request: Organising, template_id: int) -> HttpResponse:
    template = _mine(request, template_id)
    if request.method == "POST":
        services.delete_template(template, actor=request.user)
        messages.success(request, _("The template is deleted."))
        return redirect("volunteers_organise:templates")
    context = {
        "title": _("Delete the template “%(name)s”") % {"name": template.name},
        "about": _("Shifts that were made from it stay as they are."),
        "button": _("Delete"),
    }
    return render(request, "volunteers/organise/shift_lead.html", context)


def _mine(request: Organising, template_id: int) -> ShiftTemplate:
    """One of the templates of the organisations for which this user writes; others' are 404."""
    require(request, ADD)
    mine = ShiftTemplate.objects.filter(organisation__in=open_to(request.user, Role.EDITOR))
    return get_object_or_404(mine.select_related("organisation"), pk=template_id)
