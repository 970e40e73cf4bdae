"""A programme's picture: a page of its own, since a browser forgets a file when a form fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import services
from events.models import Programme
from events.organise.programmes import CHANGE, SEE
from partners.workspace.access import Organising, find, workspace_page
from pictures.forms import PictureForm, takes_picture
from pictures.models import pictures_of


@takes_picture
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def picture(request: Organising, slug: str) -> HttpResponse:
    """Choose a picture, say what it shows and whose it is, or take it away."""
    programmes = Programme.objects.with_texts().prefetch_related(pictures_of("picture"))
    programme = find(request, programmes, SEE, CHANGE, slug=slug)
    if "take_away" in request.POST:
        services.show_programme_picture(programme, None, actor=request.user)
        messages.success(request, _("Removed."))
        return redirect("programmes_organise:detail", programme.slug)
    form = PictureForm(request.POST or None, request.FILES or None, picture=programme.picture)
    if request.method == "POST" and form.is_valid():
        shown = form.save(is_demo=programme.is_demo)
        services.show_programme_picture(programme, shown, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("programmes_organise:detail", programme.slug)
    context = {"programme": programme, "form": form}
    status = 422 if form.errors else 200
    return render(request, "events/organise/programme_picture.html", context, status=status)
