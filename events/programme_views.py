"""The public side of programmes: which there are, and one day by day."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.forms.programmes import ProgrammeFilter
from events.models import Programme, ProgrammeEntry, ProgrammeQuerySet
from events.services import programme_reading as reading
from web.cache import cached_page
from web.htmx import render_page
from web.pressure import Order, sheds

PER_PAGE = 30
LOOKING = ("place", "language", "audience", "features")


@require_safe
@cached_page(params=("page",))
@sheds(Order.LISTS)
def programme_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    programmes = reading.programmes_to_list(Programme.objects.listed())
    coming = programmes.filter(ends_on__gte=today)
    past = programmes.filter(ends_on__lt=today).order_by("-starts_on")
    context = {
        "programmes": coming,
        "page": Paginator(past, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render_page(request, "events/programme_list.html", context)


@require_safe
@cached_page(params=LOOKING)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    context = programme_context(Programme.objects.public(), slug, request.GET)
    return render_page(request, "events/programme_detail.html", context)


def programme_context(
    programmes: ProgrammeQuerySet, slug: str, query: QueryDict
) -> dict[str, Any]:
    """What the page shows; drafts' editors look at the same one. Raises Http404."""
    context = reading.programme_page(programmes, slug)
    accepted = ProgrammeEntry.objects.listed().filter(programme=context["programme"])
    every = reading.entries_to_read(accepted)
    form = ProgrammeFilter(query, places=reading.places_of(every))
    wanted = form.wanted()
    found = reading.chosen(every, wanted)
    return {
        **context,
        "form": form,
        "days": reading.days_of(found),
        "is_filtered": bool(wanted),
        "needs": wanted.get("features", []),
        "count": len(found),
    }
