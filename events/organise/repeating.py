"""A series in the workspace: its dates, more of them, and what holds for all that follow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events import services
from events.forms.organising import PlaceForm, TimeForm
from events.forms.repeating import RepeatForm
from events.models import Event, EventHost
from events.organise.events import PUBLISH, find_event
from events.organise.hosts import DECIDE
from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def repeat(request: Organising, slug: str) -> HttpResponse:
    """The dates there are, and a plain form for more."""
    event = find_event(request, slug, PUBLISH)
    form = RepeatForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.repeat(event, form.cleaned_data["rule"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell(request, made)
            return redirect("events_organise:repeat", event.slug)
    dates = Event.objects.filter(series=event.series_id).exclude(series=None)
    context = {
        "event": event,
        "form": form,
        "dates": dates.order_by("starts_at"),
        "drafts": services.following(event).filter(state=Event.State.DRAFT).count(),
    }
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_repeat.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def follow(request: Organising, slug: str, part: str) -> HttpResponse:
    """Another time or place for this date and all that follow."""
    event = find_event(request, slug, PUBLISH)
    form_class = {"time": TimeForm, "place": PlaceForm}[part]
    initial = {field.name: getattr(event, field.name) for field in event._meta.concrete_fields}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count = _change(event, part, form.cleaned_data, request)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                ngettext("%(count)s date is changed.", "%(count)s dates are changed.", count)
                % {"count": count},
            )
            return redirect("events_organise:repeat", event.slug)
    headings = {
        "time": _("Another time for this date and all that follow"),
        "place": _("Another place for this date and all that follow"),
    }
    context = {
        "event": event,
        "form": form,
        "heading": headings[part],
        "part": f"following_{part}",
    }
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, slug: str, deed: str) -> HttpResponse:
    """Announce or cancel this date and all that follow, asked once."""
    event = find_event(request, slug, PUBLISH)
    if request.method == "POST":
        try:
            _announce(event, request) if deed == "announce" else _end(event, request)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("events_organise:repeat", event.slug)
    words = {
        "announce": (
            _("Announce this date and all that follow"),
            _("Everybody sees them from now on. Those that still lack something stay drafts."),
            _("Announce them"),
        ),
        "end": (
            _("Cancel this date and all that follow"),
            _("Their pages stay and say so. Everybody who registered gets one mail with all their "
              "dates. Drafts are deleted."),
            _("Cancel them"),
        ),
    }  # fmt: skip
    context: dict[str, Any] = dict(zip(("title", "about", "button"), words[deed], strict=True))
    return render(request, "events/organise/event_lead.html", {"event": event, **context})


@require_POST
@workspace_page
def answer(request: Organising, host_id: int, deed: str) -> HttpResponse:
    """Say yes or no for all dates of a series that one's organisation is asked to."""
    mine = EventHost.objects.filter(organisation__in=open_to(request.user))
    host = get_object_or_404(mine.select_related("event", "organisation"), pk=host_id)
    require(request, DECIDE, host)
    state = EventHost.State.ACCEPTED if deed == "accept" else EventHost.State.DECLINED
    try:
        services.answer_for_series(host, state, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done for all dates. The other side gets one mail."))
    return redirect("events_organise:parts")


def _tell(request: Organising, made: services.Made) -> None:
    if not made.events:
        messages.info(request, _("All these dates are there already."))
        return
    count = len(made.events)
    messages.success(
        request,
        ngettext("%(count)s date is made.", "%(count)s dates are made.", count) % {"count": count},
    )
    if made.events[0].state == Event.State.DRAFT:
        messages.info(request, _("They are drafts: announce them when everybody has agreed."))
    for one in made.moved:
        messages.warning(
            request,
            _("On %(day)s the clocks are set forward: that date begins at %(time)s.")
            % {
                "day": f"{one.starts_there:%d.%m.%Y}",
                "time": f"{one.starts_there:%H:%M}",
            },
        )


def _change(event: Event, part: str, data: dict[str, Any], request: Organising) -> int:
    if part == "time":
        return services.hold_following_at(event, **data, actor=request.user)
    return services.place_following(event, data, actor=request.user)


def _announce(event: Event, request: Organising) -> None:
    announced, waiting = services.announce_following(event, actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s date is announced.", "%(count)s dates are announced.", announced)
        % {"count": announced},
    )
    if waiting:
        messages.warning(
            request,
            ngettext(
                "%(count)s date still lacks something: its page says what.",
                "%(count)s dates still lack something: their pages say what.",
                waiting,
            )
            % {"count": waiting},
        )


def _end(event: Event, request: Organising) -> None:
    count = services.end_series(event, actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s date is cancelled.", "%(count)s dates are cancelled.", count)
        % {"count": count},
    )
