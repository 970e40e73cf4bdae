"""An event's way: announced, postponed, cancelled, or deleted while nobody knew of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import services
from events.organise.events import PUBLISH, find_event
from partners.workspace.access import Organising, workspace_page

VERBS = {
    "confirm": services.confirm,
    "postpone": services.postpone,
    "cancel": services.cancel,
    "delete": services.delete_draft,
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, slug: str, deed: str) -> HttpResponse:
    """Ask once and do it. What people are told of can't be taken back from them."""
    event = find_event(request, slug, PUBLISH)
    title, about, button, done = _words(deed)
    if request.method == "POST":
        try:
            VERBS[deed](event, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
            if deed == "delete":
                return redirect("events_organise:list")
        return redirect("events_organise:detail", event.slug)
    context = {"event": event, "title": title, "about": about, "button": button}
    return render(request, "events/organise/event_lead.html", context)


def _words(deed: str) -> tuple[str, str, str, str]:
    """Heading, what follows, the button, and what is said afterwards."""
    return {
        "confirm": (
            _("Announce the event"),
            _("Everybody sees it from now on, with the organisations that have agreed."),
            _("Announce it"),
            _("The event is announced."),
        ),
        "postpone": (
            _("Postpone the event"),
            _(
                "Its page says that a new time will follow. Everybody who registered gets one "
                "mail, and keeps the place."
            ),
            _("Postpone it"),
            _("The event is postponed. Set the new time as soon as you know it."),
        ),
        "cancel": (
            _("Cancel the event"),
            _("Its page stays and says so. Everybody who registered gets one mail."),
            _("Cancel the event"),
            _("The event is cancelled."),
        ),
        "delete": (
            _("Delete the draft"),
            _("Nobody has seen it yet. It can't be brought back."),
            _("Delete"),
            _("The draft is deleted."),
        ),
    }[deed]
