"""Shifts in the workspace: a week of them, a new one, and everything about one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign, CampaignQuerySet
from events.models import Event, EventText
from languages.models import texts_of
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from volunteers import services
from volunteers.forms import planning as forms
from volunteers.models import Requirement, Shift, ShiftQuerySet, ShiftText, TeamText
from volunteers.rules import campaigns_open_to
from volunteers.services.reading import page_of

GERMAN = settings.LANGUAGE_CODE
SEE, CHANGE = "volunteers.view_shift", "volunteers.change_shift"
PUBLISH, DELETE = "volunteers.publish_shift", "volunteers.delete_shift"
WEEK = timedelta(days=7)
Role = Membership.Role


def campaigns_of(request: Organising, role: str = Role.VIEWER) -> CampaignQuerySet:
    """The campaigns whose shifts this user may see, or change with a higher role."""
    return campaigns_open_to(request.user, role).with_texts()


def find_shift(request: Organising, pk: int, need: str = "") -> Shift:
    """A shift as its pages show it: with campaign, event, team, place and requirements."""
    shifts = Shift.objects.with_needs().prefetch_related(
        texts_of(EventText, "event__texts"), texts_of(TeamText, "team__texts")
    )
    return find(request, shifts, SEE, need, pk=pk)


@require_safe
@workspace_page
def shift_list(request: Organising) -> HttpResponse:
    """A week by day, what is missing at a glance; or all shifts of one event."""
    require(request, SEE)
    campaigns = campaigns_of(request)
    shifts = Shift.objects.filter(campaign__in=campaigns)
    chosen = _chosen(campaigns, request.GET.get("campaign", ""))
    if chosen is not None:
        shifts = shifts.filter(campaign=chosen)
    event = _event(request, shifts)
    if event is not None:
        monday, found = None, shifts.filter(event=event)
    else:
        monday = _monday(request.GET.get("week", ""), shifts)
        found = shifts.filter(
            starts_at__gte=_midnight(monday), starts_at__lt=_midnight(monday + WEEK)
        )
    here = list(found.with_needs())
    has_gaps_only = "gaps" in request.GET
    if has_gaps_only:
        here = [one for one in here if one.state == Shift.State.OPEN and one.missing]
    open_ones = [one for one in here if one.state == Shift.State.OPEN]
    context = {
        "days": _by_day(here),
        "count": len(here),
        "missing": sum(one.missing for one in open_ones if not one.is_over),
        "drafts": sum(one.state == Shift.State.DRAFT for one in here),
        "event": event,
        "campaigns": campaigns,
        "campaign": chosen,
        "has_gaps_only": has_gaps_only,
        "monday": monday,
        "sunday": monday and monday + WEEK - timedelta(days=1),
        "before": monday and monday - WEEK,
        "after": monday and monday + WEEK,
        "has_any": bool(here) or shifts.exists(),
        "may_add": request.user.has_perm("volunteers.add_shift"),
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return render(request, "volunteers/organise/shift_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    """A new draft. `?event=` and `?day=` come from the pages that lead here."""
    require(request, "volunteers.add_shift")
    campaigns = campaigns_of(request, Role.EDITOR)
    data = request.POST if request.method == "POST" else None
    form = forms.NewShiftForm(data, campaigns=campaigns, initial=_begin_with(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        need = services.Need(words.pop("role"), words.pop("minimum"), words.pop("maximum"))
        event = _offered_event(request, words["campaign"])
        shift = services.create_shift(**words, needs=[need], event=event, actor=request.user)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("volunteers_organise:shift", shift.pk)
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_new.html", {"form": form}, status=status)


@require_safe
@workspace_page
def detail(request: Organising, pk: int) -> HttpResponse:
    """Everything about one shift, and what is missing before people can sign up."""
    shift = find_shift(request, pk)
    texts = list(shift.texts.all())
    written = {text.language for text in texts}
    user = request.user
    is_cancelled = shift.state == Shift.State.CANCELLED
    context = {
        "shift": shift,
        "lacks": services.what_shift_lacks(shift) if shift.state == Shift.State.DRAFT else [],
        "is_event_off": shift.event is not None and shift.event.state == Event.State.CANCELLED,
        "missing_languages": [name for code, name in settings.LANGUAGES if code not in written],
        "languages_to_see": [(code, name) for code, name in settings.LANGUAGES if code in written],
        "stale": [text for text in texts if text.status == ShiftText.Status.STALE],
        "needs": _needs(shift),
        "series": _series_around(shift),
        "may_change": user.has_perm(CHANGE, shift) and not is_cancelled,
        "may_add": user.has_perm(CHANGE, shift),
        "may_publish": user.has_perm(PUBLISH, shift),
        "may_delete": user.has_perm(DELETE, shift),
        "sees_people": user.has_perm("volunteers.view_people", shift),
    }
    return render(request, "volunteers/organise/shift_detail.html", context)


@require_safe
@workspace_page
def preview(request: Organising, pk: int, language: str) -> HttpResponse:
    """The page as a visitor will see it, in each language, before anybody does."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    find_shift(request, pk)
    with translation.override(language):
        context = page_of(Shift.objects.all(), pk) | {"preview": True}
        if context["shift"].state == Shift.State.DRAFT:
            # As it will be; nothing of it is stored.
            context["shift"].state = Shift.State.OPEN
        return render(request, "volunteers/shift_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, pk: int) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    shift = find_shift(request, pk, CHANGE)
    present = shift.texts.filter(language=GERMAN).first()
    form = TextForm(ShiftText, present, GERMAN, request.POST or None, hints=_hints())
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_shift_text, shift, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("volunteers_organise:shift", shift.pk)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"shift": shift, "form": form}
    return render(request, "volunteers/organise/shift_text.html", context, status=status)


def day_in(text: str) -> date | None:
    """A day that an address names; None for what is none, or is beyond any calendar."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _chosen(campaigns: Iterable[Campaign], text: str) -> Campaign | None:
    return next((one for one in campaigns if str(one.pk) == text), None)


def _event(request: Organising, shifts: ShiftQuerySet) -> Event | None:
    """The event asked for: one that has shifts this user may see, or that is theirs to see."""
    event = Event.objects.filter(slug=request.GET.get("event", "")).with_texts().first()
    if event is None:
        return None
    is_seen = shifts.filter(event=event).exists()
    return event if is_seen or request.user.has_perm("events.view_event", event) else None


def _monday(text: str, shifts: ShiftQuerySet) -> date:
    """That of the week asked for, else of this week, else of the next one with a shift."""
    day = day_in(text)
    if day is None:
        today = timezone.localdate()
        soonest = shifts.filter(starts_at__gte=_midnight(today)).order_by("starts_at").first()
        day = max(today, soonest.starts_there.date()) if soonest else today
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _by_day(shifts: list[Shift]) -> list[tuple[date, list[Shift], bool]]:
    """Each day with its shifts, and whether there are drafts among them."""
    shifts.sort(key=lambda one: (one.starts_there.date(), one.starts_at, one.pk))
    days = [
        (day, list(those)) for day, those in groupby(shifts, lambda one: one.starts_there.date())
    ]
    return [
        (day, those, any(one.state == Shift.State.DRAFT for one in those)) for day, those in days
    ]


def _begin_with(request: Organising) -> dict[str, Any]:
    """What a page that leads here knows already: an event's time and campaign, or a day."""
    day = day_in(request.GET.get("day", ""))
    begin = {"campaign": request.GET.get("campaign", "")}
    event = Event.objects.public().filter(slug=request.GET.get("event", "")).first()
    if event is not None:
        return begin | {
            "campaign": event.campaign_id,
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
        }
    if day is not None:
        return begin | {
            "starts_at": _midnight(day) + timedelta(hours=10),
            "ends_at": _midnight(day) + timedelta(hours=14),
        }
    return begin


def _offered_event(request: Organising, campaign: Campaign) -> Event | None:
    """The event the address names, if a shift of this campaign may be for it."""
    mine = open_to(request.user, Role.EDITOR)
    return forms.events_for(campaign, mine).filter(slug=request.GET.get("event", "")).first()


def _needs(shift: Shift) -> list[tuple[Requirement, int]]:
    """Each requirement, and how many wait for a place there."""
    waiting = dict(
        shift.signups.waiting().order_by().values_list("requirement").annotate(Count("pk"))
    )
    return [(one, waiting.get(one.pk, 0)) for one in shift.requirements.all()]


def _series_around(shift: Shift) -> list[Shift]:
    """The dates to come of its series, this one included."""
    if shift.series_id is None:
        return []
    return list(Shift.objects.filter(series=shift.series_id).not_over().order_by("starts_at"))


def _hints() -> dict[str, str]:
    return {
        "title": _("Short, and what it is: stall at the weekly market."),
        "description": _("What people do there, what they should bring, who helps them begin."),
        "meeting_point": _("Where exactly: the red tent by the fountain."),
    }
