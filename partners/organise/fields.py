"""What organisations can be found by: the list, for whoever runs the site."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import services
from partners.forms import FieldOfWorkForm
from partners.models import FieldOfWork
from partners.organise.site import site_page
from partners.workspace.access import Organising


@require_safe
@site_page
def field_list(request: Organising) -> HttpResponse:
    fields = FieldOfWork.objects.with_texts().annotate(found=Count("organisations"))
    return render(request, "partners/organise/field_list.html", {"fields": fields})


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def add(request: Organising) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def edit(request: Organising, slug: str) -> HttpResponse:
    return _form(request, get_object_or_404(FieldOfWork.objects.with_texts(), slug=slug))


@require_POST
@site_page
def remove(request: Organising, slug: str) -> HttpResponse:
    field = get_object_or_404(FieldOfWork, slug=slug)
    try:
        services.remove_field(field, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Removed."))
    return redirect("site_organise:fields")


def _form(request: Organising, field: FieldOfWork | None) -> HttpResponse:
    present: dict[str, Any] = {}
    if field is not None:
        names = {f"name_{text.language}": text.name for text in field.texts.all()}
        present = {"position": field.position, **names}
    form = FieldOfWorkForm(request.POST if request.method == "POST" else None, initial=present)
    if form.is_bound and form.is_valid():
        services.store_field(field, form.names, form.cleaned_data["position"], actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("site_organise:fields")
    context = {"form": form, "field": field}
    status = 422 if form.errors else 200
    return render(request, "partners/organise/field_form.html", context, status=status)
