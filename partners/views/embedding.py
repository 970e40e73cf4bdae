"""What an embedded page and the website around it need besides: colours, and one script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web.cache import cached_page
from web.contrast import HEX, schemes
from web.pressure import Order, sheds

SCRIPT = "embed/mitstimme.js"
# So long an old script may be at work on a partner's website after we have changed it.
SCRIPT_SECONDS = 300
COLOURS_SECONDS = 3600


def _without_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what is the same in every language. Outside of the cache, which knows the copy only."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.has_no_words = True  # type: ignore[attr-defined] # for web.middleware
        return response

    return marked


@_without_words
@require_safe
@cached_page(COLOURS_SECONDS, params=())
@sheds(Order.SIGNING)
def colours(request: HttpRequest, digits: str) -> HttpResponse:
    """A style sheet that puts a website's colour in the place of ours, where it can be read."""
    if not HEX.fullmatch(digits):
        raise Http404
    return render(request, "partners/embed_colours.css", schemes(digits), content_type="text/css")


@_without_words
@require_safe
@cached_page(SCRIPT_SECONDS, params=())
@sheds(Order.SIGNING)
def script(request: HttpRequest) -> HttpResponse:
    """The custom elements, at an address that never changes, for any website."""
    path = settings.BASE_DIR / "static" / SCRIPT
    response = HttpResponse(path.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
