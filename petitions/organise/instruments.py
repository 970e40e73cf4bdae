"""Legal forms: read by everybody who works here, kept up to date by whoever runs the site."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.workspace.access import Organising, find, workspace_page
from partners.workspace.texts import TextForm
from petitions import services
from petitions.forms.instruments import FiguresForm
from petitions.models import Instrument, InstrumentText
from web.errors import NotAllowed

SEE, CHANGE = "petitions.view_instrument", "petitions.change_instrument"


@require_safe
@workspace_page
def instrument_list(request: Organising) -> HttpResponse:
    if not request.user.has_perm(SEE):
        raise Http404
    known = Instrument.objects.with_texts()
    context = {"instruments": [(one, services.facts_about(one)) for one in known]}
    return render(request, "petitions/organise/instrument_list.html", context)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """All that is known of it, where it says so, and when that was looked up."""
    instrument = find(request, Instrument.objects.with_texts(), SEE, slug=slug)
    texts = {text.language: text for text in instrument.texts.all()}
    context = {
        "instrument": instrument,
        "facts": services.facts_about(instrument),
        "texts": [(code, texts.get(code)) for code, _name in settings.LANGUAGES],
        "may_change": request.user.has_perm(CHANGE, instrument),
    }
    return render(request, "petitions/organise/instrument_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, slug: str) -> HttpResponse:
    """The figures; never without their source and the day of the check."""
    instrument = _to_change(request, slug)
    present = {name: getattr(instrument, name) for name in FiguresForm.base_fields}
    data = request.POST if request.method == "POST" else None
    form = FiguresForm(data, initial={**present, "checked_on": None})
    if form.is_bound and form.is_valid():
        services.set_figures(instrument, form.cleaned_data, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("instruments_organise:detail", slug)
    context = {"instrument": instrument, "form": form}
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/instrument_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def text(request: Organising, slug: str, language: str) -> HttpResponse:
    instrument = _to_change(request, slug)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    present = instrument.texts.filter(language=language).first()
    form = TextForm(InstrumentText, present, language, request.POST or None)
    if form.is_bound and form.is_valid():
        store = partial(services.write_instrument, instrument, language, actor=request.user)
        if _stored(form, store):
            messages.success(request, _("Saved."))
            return redirect("instruments_organise:detail", slug)
    context = {"instrument": instrument, "form": form, "language": language}
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    return render(request, "petitions/organise/instrument_text.html", context, status=status)


def _to_change(request: Organising, slug: str) -> Instrument:
    instrument = find(request, Instrument.objects.with_texts(), SEE, slug=slug)
    if not request.user.has_perm(CHANGE, instrument):
        raise NotAllowed(_("Only those who run the site may do this. Ask one of them."))
    return instrument


def _stored(form: TextForm, store: Any) -> bool:
    try:
        return form.save(store)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
