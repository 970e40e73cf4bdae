"""On the day, on a phone: who is here, left early, did not come; the script keeps presses
while there is no network."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from secrets import token_hex
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partners.workspace.access import Organising, find, workspace_page
from volunteers import services
from volunteers.forms.checking_in import WalkInForm
from volunteers.models import Shift, ShiftSignup
from volunteers.services.checking_in import HERE, left_at
from web.search import normalise
from web.text import clean_line

SEE, CHECK_IN = "volunteers.view_shift", "volunteers.check_in"
PRESS = re.compile(r"[0-9a-f]{16}").fullmatch
# The part of a page where messages stand.
MESSAGES = "page"
State, Presence = ShiftSignup.State, ShiftSignup.Presence


def find_shift(request: Organising, pk: int, need: str = CHECK_IN) -> Shift:
    """The shift with its words and requirements, for whoever may."""
    return find(request, Shift.objects.with_needs(), SEE, need, pk=pk)


@require_safe
@workspace_page
def check_in(request: Organising, pk: int) -> HttpResponse:
    """Everybody who signed up; with a script the search narrows the list without the network."""
    shift = find_shift(request, pk)
    return _page(request, shift, WalkInForm(shift=shift))


@require_POST
@workspace_page
def check_in_one(request: Organising, pk: int, signup: UUID) -> HttpResponse:
    """One press: from a form, or from the script that kept it while there was no network."""
    shift = find_shift(request, pk)
    found = get_object_or_404(ShiftSignup, shift=shift, pk=signup)
    presence = request.POST.get("presence", "")
    if presence not in Presence.values:
        presence = Presence.CAME
    until = left_at(shift, request.POST.get("until", ""))
    refusal, is_new = "", False
    try:
        is_new = services.note_presence(
            found, presence, _moment(request.POST.get("at", "")), until=until
        )
    except ValidationError as error:
        refusal = error.messages[0]
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse(_answer(shift, found, is_new, refusal))
    _tell(request, found, is_new, refusal)
    # On to the next on the list; what did not go as pressed is told at the top.
    return _back(shift, f"person-{found.pk}" if is_new else MESSAGES)


@require_POST
@workspace_page
def walk_in(request: Organising, pk: int) -> HttpResponse:
    """Somebody came without having signed up, and says who they are."""
    shift = find_shift(request, pk)
    form = WalkInForm(request.POST, shift=shift)
    if not form.is_valid():
        return _page(request, shift, form, status=422)
    try:
        signup, is_new = services.add_walk_in(shift, form.walk_in(), actor=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, shift, form, status=422)
    words = _("%(name)s is here.") if is_new else _("%(name)s was on the list already.")
    messages.success(request, words % {"name": signup.name})
    return _back(shift, MESSAGES)


@require_POST
@workspace_page
def unnamed(request: Organising, pk: int) -> HttpResponse:
    """Somebody helps and leaves nothing of themselves: counted, and once for each press."""
    shift = find_shift(request, pk)
    press, back = request.POST.get("press", ""), request.POST.get("number") == "-1"
    is_new = PRESS(press) and services.count_unnamed(shift, press, actor=request.user, back=back)
    if not is_new and not back:
        messages.info(request, _("That press was counted already. Press again for one more."))
        return _back(shift, MESSAGES)
    return _back(shift, "unnamed")


@require_safe
@workspace_page
def scan(request: Organising, code: str) -> HttpResponse:
    """The ticket of somebody on a shift, for whoever checks in: one button."""
    from volunteers.services.links import of_ticket

    signup = of_ticket(code)
    if signup is None:
        raise Http404
    shift = find_shift(request, signup.shift_id)
    context = {"shift": shift, "signup": signup}
    return render(request, "volunteers/organise/scan.html", context)


def _page(request: Organising, shift: Shift, form: WalkInForm, status: int = 200) -> HttpResponse:
    query = clean_line(request.GET.get("q", ""))[:100]
    wanted = normalise(query)
    everybody = list(shift.signups.confirmed().select_related("requirement"))
    everybody.sort(key=lambda one: (one.name.casefold(), one.pk))
    context = {
        "shift": shift,
        "query": query,
        "rows": [one for one in everybody if wanted in normalise(one.name)],
        "is_empty": not everybody,
        "here": sum(one.presence in HERE for one in everybody),
        "expected": len(everybody),
        "form": form,
        # Of a form's own: pressed twice it counts once.
        "press": token_hex(8),
        "is_open": services.can_check_in(shift),
    }
    return render(request, "volunteers/organise/check_in.html", context, status=status)


def _back(shift: Shift, part: str) -> HttpResponse:
    """To the list, at the part where one goes on: nobody begins at the top after each press."""
    return redirect(f"{reverse('volunteers_organise:check_in', args=[shift.pk])}#{part}")


def _answer(shift: Shift, signup: ShiftSignup, is_new: bool, refusal: str) -> dict[str, object]:
    """What the script shows: how it stands now, whatever came of the press."""
    row = ShiftSignup.objects.get(pk=signup.pk)
    here = shift.signups.confirmed().filter(presence__in=HERE).count()
    return {
        "presence": row.presence,
        "is_new": is_new,
        "stands": row.state == State.CONFIRMED,
        "refusal": refusal,
        "total": here,
    }


def _tell(request: Organising, signup: ShiftSignup, is_new: bool, refusal: str) -> None:
    name = {"name": signup.name}
    if refusal:
        messages.error(request, refusal)
    elif not is_new:
        messages.warning(request, _("Nothing was changed: this was noted later, or is approved."))
    elif signup.presence == Presence.CAME:
        messages.success(request, _("%(name)s is here.") % name)
    elif signup.presence == Presence.LEFT_EARLY:
        messages.success(request, _("%(name)s left early: noted.") % name)
    elif signup.presence == Presence.NO_SHOW:
        messages.success(request, _("%(name)s did not come: noted.") % name)
    else:
        messages.success(request, _("%(name)s: taken back.") % name)


def _moment(text: str) -> datetime | None:
    """When it was pressed by the phone's clock; None for what is no moment."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
