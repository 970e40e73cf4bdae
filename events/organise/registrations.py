"""Who comes to an event: numbers for all who work on it, names for those who speak for it."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.organise.events import CHANGE, find_event
from events.rules import really_holds
from events.services.checking_in import cancel_for, numbers_of, rows_of
from partners.workspace.access import Organising, require, workspace_page
from privacy import audit

NAMES = "events.view_registrations"
# What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@workspace_page
def registrations(request: Organising, slug: str) -> HttpResponse:
    event = find_event(request, slug)
    sees_names = request.user.has_perm(NAMES, event)
    if not sees_names:
        require(request, CHANGE, event)
    context = {
        "event": event,
        "numbers": numbers_of(event),
        "sees_names": sees_names,
        "sees_needs": really_holds(request.user, event),
        "rows": rows_of(event) if sees_names else [],
    }
    return render(request, "events/organise/registrations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def cancel_one(request: Organising, slug: str, registration: UUID) -> HttpResponse:
    """Ask first: the person gets a mail at once."""
    event = find_event(request, slug, NAMES)
    found = get_object_or_404(event.registrations.standing(), pk=registration)
    if request.method == "POST":
        cancel_for(found, actor=request.user)
        messages.success(request, _("Cancelled. The person gets a mail."))
        return redirect("events_organise:registrations", event.slug)
    context = {"event": event, "registration": found}
    return render(request, "events/organise/registration_cancel.html", context)


@require_safe
@workspace_page
def download(request: Organising, slug: str) -> HttpResponse:
    """The list as a file for spreadsheets; who fetched it stands in the trail. No needs in it:
    they must not outlive their day in somebody's folder."""
    event = find_event(request, slug, NAMES)
    rows = rows_of(event)
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_("Name"), _("Number of people"), _("State"), _("Language"), _("Came")])
    for one in rows:
        name = f"'{one.name}" if one.name.startswith(FORMULA) else one.name
        came = "" if one.came is None else one.came
        writer.writerow([name, one.party_size, one.get_state_display(), one.language, came])
    audit.record("events.registrations_fetched", request.user, event, rows=len(rows))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = slugify(event.slug)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
