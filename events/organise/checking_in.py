"""At the door, on a phone: find a name, press, undo; the script keeps presses while offline."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from secrets import token_hex
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from events.models import Registration
from events.organise.events import find_event
from events.services.checking_in import check_in, count_walk_ins, numbers_of
from partners.workspace.access import Organising, workspace_page
from web.search import normalise
from web.text import clean_line

CHECK_IN = "events.check_in"
PRESS = re.compile(r"[0-9a-f]{16}").fullmatch


@require_safe
@workspace_page
def door(request: Organising, slug: str) -> HttpResponse:
    """Everybody who is expected; with a script the search narrows the list without the network."""
    event = find_event(request, slug, CHECK_IN)
    query = clean_line(request.GET.get("q", ""))[:100]
    wanted = normalise(query)
    everybody = sorted(event.registrations.confirmed(), key=lambda one: one.name.casefold())
    context = {
        "event": event,
        "query": query,
        "rows": [one for one in everybody if wanted in normalise(one.name)],
        "is_empty": not everybody,
        "numbers": numbers_of(event),
        "press": token_hex(8),
    }
    return render(request, "events/organise/check_in.html", context)


@require_POST
@workspace_page
def check_in_one(request: Organising, slug: str, registration: UUID) -> HttpResponse:
    """One press: from a form, or from the script that kept it while there was no network."""
    event = find_event(request, slug, CHECK_IN)
    found = get_object_or_404(Registration, event=event, pk=registration)
    typed = request.POST.get("came", "")
    came = int(typed) if typed.isdecimal() and len(typed) < 4 else found.party_size
    is_new = check_in(found, came, _moment(request.POST.get("at", "")))
    if request.accepts("application/json") and not request.accepts("text/html"):
        found.refresh_from_db()
        answer = {"came": found.came or 0, "is_new": is_new, "stands": found.state == "confirmed"}
        return JsonResponse(answer | {"total": numbers_of(event)["came"]})
    if not is_new:
        messages.warning(request, _("Nothing was changed: this registration does not stand."))
    elif came:
        words = ngettext("%(name)s: %(number)d is here.", "%(name)s: %(number)d are here.", came)
        messages.success(request, words % {"name": found.name, "number": came})
    else:
        messages.success(request, _("%(name)s: taken back.") % {"name": found.name})
    return _back(request, event.slug)


@require_POST
@workspace_page
def walk_ins(request: Organising, slug: str) -> HttpResponse:
    """Somebody came without having registered, or was counted by mistake."""
    event = find_event(request, slug, CHECK_IN)
    number = {"1": 1, "5": 5, "-1": -1}.get(request.POST.get("number", ""))
    press = request.POST.get("press", "")
    if number is not None and not count_walk_ins(event, number, press if PRESS(press) else ""):
        messages.info(request, _("That press was counted already. Press again for one more."))
    return _back(request, event.slug)


def _back(request: Organising, slug: str) -> HttpResponse:
    address = reverse("events_organise:check_in", args=[slug])
    query = clean_line(request.POST.get("q", ""))[:100]
    return redirect(f"{address}?{urlencode({'q': query})}" if query else address)


def _moment(text: str) -> datetime | None:
    """When it was pressed by the phone's clock; None for what is no moment."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
