"""An event in the workspace: the list, a new one, its words and each of its parts."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import services
from events.forms import organising as forms
from events.forms.parts import PARTS, present_values, save_part
from events.models import Event, EventHost, EventText
from events.rules import worked_on_by
from events.services.reading import page_of, with_hosts
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from web.named import named
from web.text import clean_line

PER_PAGE = 30
GERMAN = settings.LANGUAGE_CODE
SEE, CHANGE, PUBLISH = "events.view_event", "events.change_event", "events.publish_event"
CHECK_IN = "events.check_in"


def find_event(request: Organising, slug: str, need: str = "") -> Event:
    return find(request, with_hosts(Event.objects.with_texts()), SEE, need, slug=slug)


@require_safe
@workspace_page
def event_list(request: Organising) -> HttpResponse:
    events = worked_on_by(request.user)
    is_past = "is_past" in request.GET
    events = events.past().order_by("-starts_at") if is_past else events.coming()
    query = clean_line(request.GET.get("q", ""))[:100]
    events = named(events, query, "texts__title")
    context = {
        "page": Paginator(with_hosts(events).with_texts(), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "query": query,
        "is_past": is_past,
        "may_add": request.user.has_perm("events.add_event"),
    }
    return render(request, "events/organise/event_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, "events.add_event")
    organisations = open_to(request.user, Membership.Role.EDITOR).active()
    form = forms.NewEventForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        event = services.create_event(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("events_organise:detail", event.slug)
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_new.html", {"form": form}, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    """Everything about one event, and what is missing before it can be announced."""
    event = find_event(request, slug)
    texts = list(event.texts.all())
    written = {text.language for text in texts}
    hosts = list(event.hosts.all())
    State = EventHost.State
    context = {
        "event": event,
        "parts": [(name, heading) for name, (heading, _form) in PARTS.items()],
        "missing": services.what_is_missing(event) if event.state != Event.State.CANCELLED else [],
        "missing_languages": [name for code, name in settings.LANGUAGES if code not in written],
        "stale": [text for text in texts if text.status == EventText.Status.STALE],
        "languages_to_see": [(code, name) for code, name in settings.LANGUAGES if code in written],
        "asking": [host for host in hosts if host.state == State.REQUESTED],
        "taking_part": [host for host in hosts if host.state == State.ACCEPTED],
        "asked": [host for host in hosts if host.state == State.INVITED],
        "over": [host for host in hosts if host.state in (State.DECLINED, State.WITHDRAWN)],
        "notices": event.notices.with_texts(),
        "may_change": request.user.has_perm(CHANGE, event),
        "may_publish": request.user.has_perm(PUBLISH, event),
        "sees_registrations": request.user.has_perm(CHANGE, event)
        or request.user.has_perm(CHECK_IN, event),
        "may_check_in": request.user.has_perm(CHECK_IN, event),
    }
    return render(request, "events/organise/event_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    event = find_event(request, slug, CHANGE)
    present = event.texts.filter(language=GERMAN).first()
    form = TextForm(EventText, present, GERMAN, request.POST or None, hints=_hints())
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_text, event, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("events_organise:detail", event.slug)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"event": event, "form": form}
    return render(request, "events/organise/event_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, slug: str, part: str) -> HttpResponse:
    """One part of the event: when, where, who may come, access, people, whom to ask."""
    event = find_event(request, slug, CHANGE)
    if part not in PARTS:
        raise Http404
    heading, form_class = PARTS[part]
    name = venue_name(request)
    more = {"venue_named": name} if part == "place" else {}
    data = request.POST if request.method == "POST" else None
    form = form_class(data, initial=present_values(event), **more)
    if request.method == "POST" and form.is_valid():
        try:
            save_part(event, part, form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("events_organise:detail", event.slug)
    context = {"event": event, "form": form, "heading": heading, "part": part, "name": name}
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def notify(request: Organising, slug: str) -> HttpResponse:
    """A dated notice on the event's page."""
    event = find_event(request, slug, CHANGE)
    form = forms.NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.give_notice(event, form.cleaned_data["title"], actor=request.user)
        messages.success(request, _("The notice is on the event's page."))
        return redirect("events_organise:detail", event.slug)
    context = {"event": event, "form": form, "heading": _("Give a notice")}
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_part.html", context, status=status)


@require_safe
@workspace_page
def preview(request: Organising, slug: str, language: str) -> HttpResponse:
    """The page as a visitor will see it, in each language, before anybody does."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    find_event(request, slug)
    with translation.override(language):
        context = page_of(Event.objects.all(), slug) | {"preview": True}
        return render(request, "events/event_detail.html", context)


def venue_name(request: Organising) -> str:
    """Which venues a form with many of them is to offer: events/organise/venue_find.html asks."""
    return clean_line(request.GET.get("name", ""))[:100]


def _hints() -> dict[str, str]:
    return {
        "title": _("Short, and what it is."),
        "summary": _("What happens there, and why one should come."),
        "description": _(
            "An empty line begins a paragraph, ## a heading, and [words](https://…) make a link."
        ),
        "cost": _("Only where it is not free of charge."),
        "access_note": _("What the list of needs can't say: which door, whom to call."),
    }
