"""Milestones on a petition's way: written here, read by everybody on its page."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from languages import editing
from partners.workspace.access import Organising, workspace_page
from partners.workspace.texts import TextForm
from petitions import services
from petitions.forms.organising import StepDayForm, StepForm
from petitions.models import Petition, PetitionStep, PetitionStepText
from petitions.organise.finding import found


def _step(request: Organising, slug: str, step_id: int) -> tuple[Petition, PetitionStep]:
    petition = found(request, slug, "petitions.publish_petition")
    return petition, get_object_or_404(petition.steps.all(), pk=step_id)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising, slug: str) -> HttpResponse:
    petition = found(request, slug, "petitions.publish_petition")
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.add_step(
            petition, form.cleaned_data["happened_on"], form.words, actor=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("petitions_organise:detail", petition.slug)
    context = {"petition": petition, "form": form}
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/step_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, slug: str, step_id: int) -> HttpResponse:
    """Its day; its words have a page for each language."""
    petition, step = _step(request, slug, step_id)
    data = request.POST if request.method == "POST" else None
    form = StepDayForm(data, initial={"happened_on": step.happened_on})
    if request.method == "POST" and form.is_valid():
        services.move_step(step, form.cleaned_data["happened_on"], actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("petitions_organise:detail", petition.slug)
    texts = {text.language: text for text in step.texts.all()}
    context = {
        "petition": petition,
        "step": step,
        "form": form,
        "texts": [(code, texts.get(code)) for code, _name in settings.LANGUAGES],
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/step_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def text(request: Organising, slug: str, step_id: int, language: str) -> HttpResponse:
    petition, step = _step(request, slug, step_id)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    present = step.texts.filter(language=language).first()
    data = request.POST if request.method == "POST" else None
    form = TextForm(PetitionStepText, present, language, data)
    if request.method == "POST" and form.is_valid():
        try:
            stored = form.save(partial(editing.write, step, language))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if stored:
                messages.success(request, _("Saved."))
                return redirect("petitions_organise:step_edit", petition.slug, step.pk)
    context = {"petition": petition, "step": step, "form": form, "language": language}
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/step_text.html", context, status=status)


@require_POST
@workspace_page
def remove(request: Organising, slug: str, step_id: int) -> HttpResponse:
    petition, step = _step(request, slug, step_id)
    try:
        services.remove_step(step, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The milestone is taken away."))
    return redirect("petitions_organise:detail", petition.slug)
