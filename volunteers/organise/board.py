"""The board: a day or a week by place, who is where and what is missing; asking and moving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftQuerySet, ShiftSignup, Supporter
from volunteers.services.boarding import (
    Turn,
    between,
    board_of,
    campaigns_with_shifts,
    next_day,
)

SEE, NAMES = "volunteers.view_shift", "volunteers.view_people"
WRITE = "volunteers.write_to_people"
DAYS = {"day": 1, "week": 7}
# Of those who could be asked the board shows the best; the shift's page shows all.
SUGGESTED = 3
State = ShiftSignup.State


def my_shifts(request: Organising) -> ShiftQuerySet:
    """The shifts of campaigns whose lead this user is a member of."""
    return Shift.objects.filter(campaign__lead__in=open_to(request.user))


def find_shift(request: Organising, pk: int, need: str = "") -> Shift:
    shifts = Shift.objects.with_needs()
    return find(request, shifts, SEE, need, pk=pk)


@require_safe
@workspace_page
def board(request: Organising) -> HttpResponse:
    shifts, chosen = _chosen(request)
    days = board_of(between(shifts, chosen["first"], chosen["days"]), request.user.has_perm)
    turns = [turn for day in days for turn in day.turns]
    if chosen["view"] == "day":
        _suggest(turns)
    movable = [turn for turn in turns if turn.is_movable]
    who = request.GET.get("move", "")
    context = chosen | {
        "board": days,
        "turns": turns,
        "movable": movable if any(turn.coming for turn in movable) else [],
        "who": who,
        "sees_names": any(turn.sees_names for turn in turns),
        "back": _here(request),
    }
    return render(request, "volunteers/organise/board.html", context)


@require_safe
@workspace_page
def print_list(request: Organising) -> HttpResponse:
    """Who comes, to tick off on paper: for those who see names."""
    shifts, chosen = _chosen(request)
    days = board_of(
        between(shifts, chosen["first"], chosen["days"]).exclude(state=Shift.State.DRAFT),
        request.user.has_perm,
    )
    named = [turn for day in days for turn in day.turns if turn.sees_names]
    if not named:
        require(request, NAMES)
    context = chosen | {"board": days, "turns": named}
    return render(request, "volunteers/organise/board_list.html", context)


@require_safe
@workspace_page
def suggestions(request: Organising, pk: int) -> HttpResponse:
    """All who could be asked to one shift, by role."""
    shift = find_shift(request, pk, NAMES)
    roles = [one for one in shift.requirements.all() if not one.is_full]
    found = services.suitable_for_each(roles)
    context = {
        "shift": shift,
        "roles": [(one, found[one.pk]) for one in roles],
        "back": _here(request),
        "back_to_board": day_of(shift),
    }
    return render(request, "volunteers/organise/suggestions.html", context)


@require_POST
@workspace_page
def ask(request: Organising, pk: int) -> HttpResponse:
    """Write to one person that they are needed here; twice pressed is one mail."""
    shift = find_shift(request, pk, WRITE)
    role = get_object_or_404(shift.requirements, pk=_number(request.POST.get("requirement", "")))
    key = _uuid(request.POST.get("supporter", ""))
    supporter = get_object_or_404(Supporter, pk=key, campaign=shift.campaign_id)
    if services.ask(role, supporter, actor=request.user):
        messages.success(request, _("Asked. They get a mail and decide for themselves."))
    else:
        messages.warning(
            request, _("Nothing was sent: they were asked before, or can't be asked now.")
        )
    return _back(request, shift)


@require_POST
@workspace_page
def move(request: Organising) -> HttpResponse:
    """Move somebody who comes to another role or shift; by the form, or by drag and drop."""
    signup = get_object_or_404(
        ShiftSignup.objects.confirmed().select_related("shift__campaign"),
        pk=_uuid(request.POST.get("signup", "")),
    )
    find_shift(request, signup.shift_id, NAMES)
    target = get_object_or_404(
        Requirement.objects.select_related("shift"),
        pk=_number(request.POST.get("requirement", "")),
    )
    find_shift(request, target.shift_id, NAMES)
    name = {"name": signup.name}
    try:
        knows = request.POST.get("knows", "")
        is_new = services.move(signup, target, actor=request.user, knows=knows)
    except ValidationError as refusal:
        messages.error(request, " ".join([_("%(name)s was not moved.") % name, *refusal.messages]))
    except services.Clash as clash:
        messages.error(request, _told_of(request, clash, name))
    except services.LanguageUnknown as warning:
        return _ask_once_more(request, signup, target, warning)
    else:
        if is_new:
            messages.success(request, _("%(name)s was moved and is told of it by mail.") % name)
    return _back(request, target.shift)


def _ask_once_more(
    request: Organising,
    signup: ShiftSignup,
    target: Requirement,
    warning: services.LanguageUnknown,
) -> HttpResponse:
    """Say which language is needed there; a second press moves them all the same."""
    context = {
        "signup": signup,
        "requirement": target,
        "shift": find_shift(request, target.shift_id, NAMES),
        "needed": warning.needed,
        "mark": warning.mark,
        "back": _back(request, target.shift)["Location"],
    }
    return render(request, "volunteers/organise/board_move.html", context, status=409)


def _told_of(request: Organising, clash: services.Clash, name: dict[str, str]) -> str:
    """What somebody does elsewhere is told only to those who coordinate that as well."""
    clashing = Shift.objects.with_needs().get(pk=clash.shift.pk)
    if not request.user.has_perm(NAMES, clashing):
        return _("%(name)s was not moved: at that time they are busy elsewhere.") % name
    return _("%(name)s was not moved: at that time they are here already: “%(shift)s”.") % (
        name | {"shift": str(clashing)}
    )


def _suggest(turns: list[Turn]) -> None:
    """Put those who could be asked beside each gap of a shift to come."""
    seats = [
        seat
        for turn in turns
        if turn.sees_names and turn.shift.takes_people and not turn.shift.has_begun
        for seat in turn.seats
        if seat.requirement.missing
    ]
    found = services.suitable_for_each([seat.requirement for seat in seats])
    for seat in seats:
        seat.suggestions = found[seat.requirement.pk][:SUGGESTED]


def _chosen(request: Organising) -> tuple[ShiftQuerySet, dict[str, Any]]:
    """What the address asks for; whatever makes no sense in it is left out."""
    campaigns = campaigns_with_shifts(open_to(request.user))
    shifts = my_shifts(request)
    campaign = next((one for one in campaigns if one.slug == request.GET.get("campaign")), None)
    if campaign is not None:
        shifts = shifts.filter(campaign=campaign)
    view = request.GET.get("view", "")
    view = view if view in DAYS else "day"
    day = _day(request.GET.get("day", "")) or next_day(shifts, timezone.localdate())
    first = day - timedelta(days=day.weekday()) if view == "week" else day
    step = timedelta(days=DAYS[view])
    return shifts, {
        "view": view,
        "day": day,
        "first": first,
        "last": first + step - timedelta(days=1),
        "days": DAYS[view],
        "before": first - step,
        "after": first + step,
        "campaigns": [(one.slug, str(one)) for one in campaigns],
        "campaign": campaign.slug if campaign else "",
    }


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # What a calendar can still count from.
    return day if day and 2000 <= day.year <= 2100 else None


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _here(request: Organising) -> str:
    """This page, where messages stand, and nobody chosen to be moved any more."""
    query = request.GET.copy()
    query.pop("move", None)
    return f"{request.path}?{query.urlencode()}#page"


def _back(request: Organising, shift: Shift) -> HttpResponse:
    """To the page one came from, which is ours, or to the shift's day."""
    back = request.POST.get("back", "")
    if back.startswith(reverse("volunteers_organise:board")) and "//" not in back:
        return redirect(back)
    return redirect(day_of(shift))


def day_of(shift: Shift) -> str:
    """The board's address on a shift's day."""
    day = timezone.localdate(shift.starts_at).isoformat()
    return f"{reverse('volunteers_organise:board')}?day={day}"
