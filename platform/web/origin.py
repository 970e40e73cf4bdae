"""Anonymous forms on cached pages carry no CSRF token; the browser's word on origin guards them.

Sec-Fetch-Site and Origin cannot be set by a page's script (Fetch standard, forbidden headers),
so a foreign page cannot post in a visitor's name. A client that sends neither is no browser
of the last ten years, and holds no visitor's cookies to abuse.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from web.errors import error_page

type View = Callable[..., HttpResponseBase]

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the request comes from our own page, or from no page (typed in, a program)."""
    # Not from request.headers, which is made of all of them first: a fiftieth of a confirmation.
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return True
    # "Origin: null" (sandboxed frame, data: page) has no host and is refused like any other.
    return urlsplit(origin).netloc.lower() == request.get_host().lower()


def same_origin_required(view: View) -> View:
    """Refuse posts from foreign pages with the 403 page, and ask for no CSRF token."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and not is_same_origin(request):
            detail = _("The form came from another website. Please open our page and try again.")
            return error_page(request, 403, code="foreign_origin", detail=detail)
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)
