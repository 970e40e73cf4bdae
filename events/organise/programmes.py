"""A programme in the workspace: the list, a new one, its words, its days and its way."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import services
from events.forms.programmes import NewProgrammeForm, ProgrammeForm
from events.models import (
    EventText,
    Programme,
    ProgrammeEntry,
    ProgrammeText,
)
from events.programme_rules import entries_of_hosts, umbrellas_for, umbrellas_of
from events.programme_views import programme_context
from languages.models import texts_of
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm

GERMAN = settings.LANGUAGE_CODE
SEE, CHANGE = "events.view_programme", "events.change_programme"
PUBLISH, ADD = "events.publish_programme", "events.add_programme"
State = ProgrammeEntry.State


def find_programme(request: Organising, slug: str, need: str = "") -> Programme:
    programmes = Programme.objects.select_related("organisation").with_texts()
    return find(request, programmes, SEE, need, slug=slug)


@require_safe
@workspace_page
def programme_list(request: Organising) -> HttpResponse:
    """Those we edit, those that take events now, and where ours stand."""
    mine = open_to(request.user)
    waiting = Count("entries", filter=Q(entries__state=State.HANDED_IN))
    context = {
        "programmes": Programme.objects.filter(organisation__in=mine)
        .annotate(waiting=waiting)
        .order_by("-starts_on")
        .with_texts(),
        "open": Programme.objects.taking_events().select_related("organisation").with_texts(),
        "entries": entries_of_hosts(request.user)
        .select_related("event", "programme")
        .prefetch_related(
            texts_of(EventText, "event__texts"), texts_of(ProgrammeText, "programme__texts")
        )
        .order_by("-handed_in_at")[:100],
        "may_add": request.user.has_perm(ADD),
        "may_hand_in": request.user.has_perm("events.hand_in_event"),
    }
    return render(request, "events/organise/programme_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, ADD)
    mine = open_to(request.user, Membership.Role.EDITOR).active()
    form = NewProgrammeForm(
        request.POST or None, organisations=mine, umbrellas=umbrellas_of(request.user)
    )
    if request.method == "POST" and form.is_valid():
        try:
            programme = services.create_programme(actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The draft is there. Nobody else sees it yet."))
            return redirect("programmes_organise:detail", programme.slug)
    status = 422 if form.errors else 200
    context = {"form": form}
    return render(request, "events/organise/programme_new.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """What waits, what is in it, and where it can happen."""
    programme = find_programme(request, slug)
    entries = list(
        programme.entries.select_related("event__venue", "stage")
        .prefetch_related(
            texts_of(EventText, "event__texts"), "event__hosts__organisation", "stage__texts"
        )
        .order_by("event__starts_at", "pk")
    )
    context = {
        "programme": programme,
        "waiting": [entry for entry in entries if entry.state == State.HANDED_IN],
        "accepted": [entry for entry in entries if entry.state == State.ACCEPTED],
        "out": [entry for entry in entries if entry.state in (State.RETURNED, State.DECLINED)],
        "stages": programme.stages.select_related("venue").with_texts(),
        "parts": programme.parts.with_texts(),
        "may_change": request.user.has_perm(CHANGE, programme),
        "may_publish": request.user.has_perm(PUBLISH, programme),
    }
    return render(request, "events/organise/programme_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    programme = find_programme(request, slug, CHANGE)
    present = programme.texts.filter(language=GERMAN).first()
    form = TextForm(ProgrammeText, present, GERMAN, request.POST or None)
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_programme_text, programme, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("programmes_organise:detail", programme.slug)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"programme": programme, "form": form}
    return render(request, "events/organise/programme_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, slug: str) -> HttpResponse:
    programme = find_programme(request, slug, CHANGE)
    now = {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
    umbrellas = umbrellas_for(request.user, programme)
    form = ProgrammeForm(request.POST or None, initial=now, umbrellas=umbrellas)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_programme(programme, form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes_organise:detail", programme.slug)
    context = {"programme": programme, "form": form, "heading": _("Days and handing in")}
    status = 422 if form.errors else 200
    return render(request, "events/organise/programme_form.html", context, status=status)


@require_safe
@workspace_page
def preview(request: Organising, slug: str) -> HttpResponse:
    """The page as visitors will see it."""
    find_programme(request, slug)
    context = programme_context(Programme.objects.all(), slug, request.GET)
    return render(request, "events/programme_detail.html", context | {"preview": True})


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, slug: str, deed: str) -> HttpResponse:
    """Ask once and do it."""
    programme = find_programme(request, slug, PUBLISH)
    title, about, done, verb = {
        "publish": (
            _("Publish the programme"),
            _(
                "Everybody sees it from now on. What is added, moved or cancelled later is "
                "marked with its day."
            ),
            _("The programme is published."),
            services.publish_programme,
        ),
        "archive": (
            _("Archive the programme"),
            _("It leaves the list. Its page stays, and nobody can hand in events any more."),
            _("The programme is archived."),
            services.archive_programme,
        ),
    }[deed]
    if request.method == "POST":
        try:
            verb(programme, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
        return redirect("programmes_organise:detail", programme.slug)
    context = {"programme": programme, "title": title, "about": about}
    return render(request, "events/organise/programme_lead.html", context)
