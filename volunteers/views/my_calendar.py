"""A person's own calendar of shifts: made, replaced and closed by the link in their mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy.private_pages import opened_by_secret, private_feed, private_page
from volunteers import services
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.LISTS)
def manage(request: HttpRequest, secret: str, person_key: str) -> HttpResponse:
    """`secret` is that of the self-service page. A new address is shown this once."""
    address = ""
    if request.method == "POST":
        if request.POST.get("deed") == "close":
            services.close_shift_calendar(person_key)
        else:
            made = services.shift_calendar_secret(person_key)
            address = reverse("volunteering:my_calendar", args=[made])
    context = {
        "secret": secret,
        "calendar": address,
        "has_calendar": services.has_shift_calendar(person_key),
        "was_closed": request.method == "POST" and not address,
    }
    return render(request, "volunteers/mine_calendar.html", context)


@require_safe
@sheds(Order.LISTS)
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself: when one helps where, and nothing of who one is."""
    # Here and not above: most of what a web process does needs no calendar's library.
    from volunteers import calendars

    def calendar() -> bytes:
        mine = dict(services.shifts_in_calendar(secret))
        return calendars.calendar_of(
            mine, _("My shifts"), path=request.path, is_secret=True, mark=lambda shift: mine[shift]
        )

    return private_feed(request, calendar, calendars.CONTENT_TYPE)
