"""A person's own calendar of shifts: made, replaced and closed by the link in their mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from privacy.private_pages import opened_by_secret, private_page
from privacy.secrets import SecretError, SecretUnknown, digest
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

    try:
        mine = dict(services.shifts_in_calendar(secret))
    except SecretError as error:
        # Read by a program, which stops asking at 410 and tries on at 404 (RFC 9110, 15.5.11).
        status = 404 if isinstance(error, SecretUnknown) else 410
        return _kept_private(HttpResponse(status=status))
    content = calendars.calendar_of(
        mine, _("My shifts"), path=request.path, is_secret=True, mark=lambda shift: mine[shift]
    )
    answer = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    answer["ETag"] = quote_etag(digest(content.decode())[:24])
    same = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return _kept_private(same or answer)


def _kept_private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
