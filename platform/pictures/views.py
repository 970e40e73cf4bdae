"""The bytes of a picture, for everybody and for ever: its address is made from them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from pictures import shelf
from web import pressure
from web.pressure import Order
from web.stored_page import holds

# Opened by itself a picture is a page, too: one that can do nothing.
PICTURE_CSP: Any = {"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": True}
A_YEAR = 365 * 24 * 3600


@require_safe
@csp_override(PICTURE_CSP)
def file(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    content = shelf.kept(digest, kind)
    if content is None:
        # Left out before any page is: where it stood, its words stand.
        pressure.admit(Order.LISTS)
        content = shelf.fetched(digest, kind)
    if content is None:
        raise Http404
    etag = f'"{digest}"'
    response: HttpResponse
    if holds(request, etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=f"image/{kind}")
    response["ETag"] = etag
    response.has_no_words = True  # type: ignore[attr-defined] # for web.middleware
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


file.admits_itself = True  # type: ignore[attr-defined]
