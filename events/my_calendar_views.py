"""A person's own calendar: made, replaced and closed by the link in their mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import calendars, services
from privacy.private_pages import opened_by_secret, private_feed, private_page
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
            services.close_my_calendar(person_key)
        else:
            made = services.my_calendar_secret(person_key)
            address = reverse("events:my_calendar", args=[made])
    context = {
        "secret": secret,
        "calendar": address,
        "has_calendar": services.has_my_calendar(person_key),
        "was_closed": request.method == "POST" and not address,
    }
    return render(request, "events/my_calendar_page.html", context)


@require_safe
@sheds(Order.LISTS)
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself: what one has registered for, and nothing of who one is."""

    def calendar() -> bytes:
        mine = dict(services.my_events(secret))
        return calendars.calendar_of(
            mine, _("My events"), path=request.path, is_secret=True, mark=lambda event: mine[event]
        )

    return private_feed(request, calendar, calendars.CONTENT_TYPE)
