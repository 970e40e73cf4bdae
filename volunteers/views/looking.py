"""Which shifts need people, and one shift."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from partners.workspace.pages_shown import oembed_url
from volunteers import calendars, parts
from volunteers.forms.looking import ShiftFilter
from volunteers.forms.signing_up import SignUpForm
from volunteers.models import Shift, ShiftText
from volunteers.services.reading import by_day, campaigns_with_shifts, listed_shifts, page_of
from web import switches
from web.cache import cached_page, recall, remember
from web.downloads import Download
from web.htmx import render_page
from web.images import share_image as draw_share_image
from web.pressure import Order, sheds

PER_PAGE = 30
# A calendar asks every few hours: a minute makes none later.
FRESH_SECONDS = 60


@require_safe
@cached_page(params=("page", "campaign", "district", "language", "gaps"))
@sheds(Order.LISTS)
def shift_list(request: HttpRequest) -> HttpResponse:
    form = ShiftFilter(request.GET, campaigns=campaigns_with_shifts())
    wanted = form.wanted()
    page = Paginator(listed_shifts(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "days": by_day(page), "is_filtered": bool(wanted)}
    if wanted.keys() == {"campaign"}:
        context["oembed_url"] = oembed_url(f"{request.path}?{urlencode(wanted)}")
    return render_page(request, "volunteers/shift_list.html", context)


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    context = page_context(pk)
    # The page cache lets whoever has a session pass: only their own answer holds this.
    if request.user.is_authenticated:
        context["may_work"] = request.user.has_perm("volunteers.view_shift", context["shift"])
    return render_page(request, "volunteers/shift_detail.html", context)


def page_context(pk: int, form: SignUpForm | None = None, **more: Any) -> dict[str, Any]:
    """What a shift's page needs; the same page carries a refused form. Raises Http404."""
    context = page_of(Shift.objects.public(), pk)
    shift = context["shift"]
    remember(_title_key(pk), 3600, shift.text)
    context["share_url"] = urljoin(settings.SITE_URL, shift.get_absolute_url())
    if shift.takes_people:
        context |= {
            "form": form or SignUpForm(shift=shift),
            "joining_off": switches.off(parts.JOINING),
            "is_full": all(need.is_full for need in context["needs"]),
        }
    return context | more


def known_text(pk: int) -> ShiftText | None:
    """What this process showed last of the shift, if anything; asks nobody."""
    return recall(_title_key(pk))


def _title_key(pk: int) -> str:
    return f"volunteers.shift_shown:{pk}:{get_language()}"


@require_safe
@cached_page(FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One shift as a file to take."""
    shift = get_object_or_404(Shift.objects.public().with_needs(), pk=pk)
    content = calendars.calendar_of([shift], str(shift))
    return Download(f"shift-{pk}.ics", calendars.CONTENT_TYPE, content).answer()


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def share_image(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that goes with a shared link."""
    shift = get_object_or_404(Shift.objects.public().with_needs(), pk=pk)
    png = draw_share_image(str(shift), str(shift.campaign), 0, 0, get_language() or "de")
    return HttpResponse(png, content_type="image/png")
