"""An event's picture: a page of its own, since a browser forgets a file when a form fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import services
from events.organise.events import CHANGE, find_event
from partners.workspace.access import Organising, workspace_page
from pictures.forms import PictureForm, takes_picture


@takes_picture
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def picture(request: Organising, slug: str) -> HttpResponse:
    """Choose a picture, say what it shows and whose it is, or take it away."""
    event = find_event(request, slug, CHANGE)
    if "take_away" in request.POST:
        services.show_picture(event, None, actor=request.user)
        messages.success(request, _("Removed."))
        return redirect("events_organise:detail", event.slug)
    form = PictureForm(request.POST or None, request.FILES or None, picture=event.picture)
    if request.method == "POST" and form.is_valid():
        shown = form.save(is_demo=event.is_demo)
        services.show_picture(event, shown, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("events_organise:detail", event.slug)
    context = {"event": event, "form": form}
    status = 422 if form.errors else 200
    return render(request, "events/organise/event_picture.html", context, status=status)
