"""Who holds an event: the lead invites and decides, others ask, answer and leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import services
from events.forms.organising import InviteHostForm, JoinForm
from events.models import Event, EventHost, EventQuerySet, EventText
from events.organise.events import find_event
from events.rules import spoken_for_by
from languages.models import texts_of
from partners.models import Organisation, OrganisationQuerySet
from partners.rules import open_to, organisations_of
from partners.workspace.access import Organising, require, workspace_page
from web.named import named
from web.text import clean_line

MANAGE, DECIDE = "events.manage_hosts", "events.decide_host"
State = EventHost.State
SHOWN = 20


@require_safe
@workspace_page
def find_host(request: Organising, slug: str) -> HttpResponse:
    """Look for an organisation to invite."""
    event = find_event(request, slug, MANAGE)
    query = clean_line(request.GET.get("q", ""))[:100]
    found = named(Organisation.objects.public(), query, "name", "short_name") if query else ()
    context = {"event": event, "query": query, "candidates": list(found[:SHOWN])}
    return render(request, "events/organise/host_find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def invite(request: Organising, slug: str, organisation: str) -> HttpResponse:
    event = find_event(request, slug, MANAGE)
    guest = get_object_or_404(Organisation.objects.public(), slug=organisation)
    form = InviteHostForm(request.POST or None, initial={"role": EventHost.Role.CO_HOST})
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(event, guest, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Invited. Nothing of them is shown before they agree."))
            return redirect("events_organise:detail", event.slug)
    context = {"event": event, "organisation": guest, "form": form}
    status = 422 if form.errors else 200
    return render(request, "events/organise/host_invite.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def join(request: Organising, slug: str) -> HttpResponse:
    """Ask the lead of a public event to be part of it."""
    event = get_object_or_404(Event.objects.public().with_faces(), slug=slug)
    mine = spoken_for_by(request.user)
    if not mine.exists():
        raise Http404
    form = JoinForm(request.POST or None, organisations=mine, initial={"role": "co_host"})
    if request.method == "POST" and form.is_valid():
        try:
            services.request(event, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Asked. You get a mail when the lead has decided."))
            return redirect("events_organise:parts")
    context = {"event": event, "form": form}
    status = 422 if form.errors else 200
    return render(request, "events/organise/host_join.html", context, status=status)


@require_safe
@workspace_page
def parts(request: Organising) -> HttpResponse:
    """What my organisations are asked, have asked, and take part in without leading it."""
    hosts = EventHost.objects.filter(organisation__in=open_to(request.user))
    hosts = (
        hosts.exclude(role=EventHost.Role.LEAD)
        .select_related("event__venue", "organisation")
        .prefetch_related(texts_of(EventText, "event__texts"))
        .order_by("-asked_at")
    )
    every = list(hosts[:200])
    asked = [host for host in every if host.state == State.INVITED]
    query = clean_line(request.GET.get("q", ""))[:100]
    context = {
        "query": query,
        "found": _to_join(query, spoken_for_by(request.user)) if query else [],
        "asked": asked if "each" in request.GET else first_of_each_series(asked),
        "waiting": [host for host in every if host.state == State.REQUESTED],
        "taking_part": [host for host in every if host.state == State.ACCEPTED],
        "over": [host for host in every if host.state in (State.DECLINED, State.WITHDRAWN)],
        "deciding": organisations_of(request.user),
    }
    return render(request, "events/organise/host_parts.html", context)


def _to_join(query: str, organisations: OrganisationQuerySet) -> EventQuerySet:
    """Others' events to come with this in their title, that none of these is part of."""
    mine = EventHost.objects.standing().filter(organisation__in=organisations)
    events = Event.objects.listed().coming().exclude(state=Event.State.CANCELLED)
    named = events.filter(texts__title__icontains=query).exclude(hosts__in=mine)
    return named.distinct().with_faces()[:SHOWN]


@require_POST
@workspace_page
def decide(request: Organising, host_id: int, deed: str) -> HttpResponse:
    """Accept, decline or end a part; who may depends on which side was asked."""
    hosts = EventHost.objects.select_related("event", "organisation")
    host = get_object_or_404(hosts, pk=host_id)
    is_theirs = request.user.has_perm(DECIDE, host)
    # Whoever asked themselves sees no more of the event than everybody, but takes that back.
    if not is_theirs and not request.user.has_perm("events.view_event", host.event):
        raise Http404
    is_lead = request.user.has_perm(MANAGE, host.event)
    if deed == "withdraw":
        # Either side may end it.
        if not is_lead:
            require(request, DECIDE, host)
    elif host.state == State.INVITED:
        require(request, DECIDE, host)
    else:
        require(request, MANAGE, host.event)
    try:
        {
            "accept": services.accept,
            "decline": services.decline,
            "withdraw": services.withdraw,
        }[deed](host, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done. The other side gets a mail."))
    if is_lead:
        return redirect("events_organise:detail", host.event.slug)
    return redirect("events_organise:parts")


def first_of_each_series(hosts: Iterable[EventHost]) -> list[EventHost]:
    """One question for all dates of a series, as `dates` says how many: sixty rows ask nobody."""
    alike: dict[tuple[object, ...], list[EventHost]] = {}
    for host in hosts:
        series = host.event.series_id or f"event-{host.event_id}"
        alike.setdefault((series, host.organisation_id, host.role), []).append(host)
    first = []
    for dates in alike.values():
        host = min(dates, key=lambda one: one.event.starts_at)
        host.dates = len(dates)  # type: ignore[attr-defined]
        first.append(host)
    return first


@require_POST
@workspace_page
def allow(request: Organising, slug: str, host_id: int) -> HttpResponse:
    """Let a co-host change the event, or no longer; or hand the lead on to it."""
    event = find_event(request, slug, MANAGE)
    host = get_object_or_404(event.hosts.accepted().select_related("event"), pk=host_id)
    try:
        if "lead" in request.POST:
            services.hand_lead_on(event, host, actor=request.user)
        else:
            may_edit = request.POST.get("may_edit") == "yes"
            services.allow_editing(host, may_edit, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("events_organise:detail", event.slug)
