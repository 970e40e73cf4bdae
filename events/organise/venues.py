"""Places for events: everybody who organises may add one, its keeper corrects it."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import services
from events.forms.organising import VenueForm
from events.models import Venue, VenueText
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page
from partners.workspace.texts import TextForm
from web.named import named
from web.text import clean_line

PER_PAGE = 30
ADD, CHANGE = "events.add_venue", "events.change_venue"
NAME_KEEPER = "events.name_keeper"
GERMAN = settings.LANGUAGE_CODE


@require_safe
@workspace_page
def venue_list(request: Organising) -> HttpResponse:
    require(request, ADD)
    query = clean_line(request.GET.get("q", ""))[:100]
    venues = Venue.objects.in_use().select_related("keeper")
    venues = named(venues, query, "name")
    page = Paginator(venues, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query}
    return render(request, "events/organise/venue_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, ADD)
    mine = open_to(request.user, Membership.Role.EDITOR).active()
    form = VenueForm(request.POST or None, organisations=mine)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        added_by = data["keeper"] or mine.first()
        services.create_venue(actor=request.user, added_by=added_by, **data)
        messages.success(request, _("Saved. Everybody can choose it now."))
        return redirect("events_organise:venues")
    status = 422 if form.errors else 200
    return render(request, "events/organise/venue_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, slug: str) -> HttpResponse:
    venue = _venue(request, slug)
    mine = open_to(request.user, Membership.Role.EDITOR).active()
    # Whoever keeps it now stays to be chosen, whoever looks.
    keepers = mine | Organisation.objects.filter(venues=venue)
    form = VenueForm(
        request.POST or None,
        instance=venue,
        organisations=keepers.distinct(),
        names_keeper=request.user.has_perm(NAME_KEEPER, venue),
    )
    if request.method == "POST" and form.is_valid():
        services.change_venue(venue, form.cleaned_data, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("events_organise:venues")
    context = {"form": form, "venue": venue}
    status = 422 if form.errors else 200
    return render(request, "events/organise/venue_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, slug: str) -> HttpResponse:
    """How to get there, and what the list of needs can't say: in German, translated elsewhere."""
    venue = _venue(request, slug)
    present = venue.texts.filter(language=GERMAN).first()
    form = TextForm(VenueText, present, GERMAN, request.POST or None)
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_venue_text, venue, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("events_organise:venues")
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"form": form, "venue": venue}
    return render(request, "events/organise/venue_text.html", context, status=status)


def _venue(request: Organising, slug: str) -> Venue:
    venue = get_object_or_404(Venue.objects.in_use(), slug=slug)
    require(request, ADD)
    require(request, CHANGE, venue)
    return venue
