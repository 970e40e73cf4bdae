"""The first thing a request meets: the page this process has just shown, shown once more.

In front of every other middleware, because those cost ten times what the page does once it
is made (docs/adr/0005). What stands here has been through all of them, headers and all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from web import cache
from web.stored_page import StoredPage, best_coding, holds, now

type GetResponse = Callable[[HttpRequest], HttpResponse]
type Key = tuple[str | None, ...]

# Pages of 5 to 15 KB; when there are more, this memory starts anew.
MOST_PAGES = 1000
# How long others get the old page while one of them fetches the new one.
FETCHED_WITHIN_SECONDS = 1.0
# What pages may differ by here; htmx is answered by the cache behind.
VARIES_BY = frozenset({"accept-encoding", "hx-request", "hx-request-type"})
KEPT_WHEN_UNCHANGED = ("Cache-Control", "ETag", "Vary")
# Of one request only.
NOT_SHARED = ("x-request-id",)


@dataclass
class ShownPage:
    """A page in one coding, with every header it left the house with."""

    body: bytes
    headers: dict[str, str]
    fresh_until: float

    def answer(self, request: HttpRequest) -> HttpResponse:
        if holds(request, self.headers["ETag"]):
            kept = {k: v for k, v in self.headers.items() if k in KEPT_WHEN_UNCHANGED}
            return HttpResponseNotModified(headers=kept)
        return HttpResponse(self.body, headers=self.headers)


# By address as asked; which query parameters matter, each page's view has said.
_pages: dict[Key, ShownPage] = {}
_params: dict[str, frozenset[str]] = {}


def forget() -> None:
    """Show nothing from memory (tests)."""
    _pages.clear()
    _params.clear()


class FrontMiddleware:
    """Answer visitors from this process's memory for as long as the page is fresh."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_shared(request):
            return self.get_response(request)
        key = _key(request)
        shown = _pages.get(key)
        if shown is not None:
            if now() < shown.fresh_until:
                return shown.answer(request)
            shown.fresh_until = now() + FETCHED_WITHIN_SECONDS
        response = self.get_response(request)
        _remember(request, response)
        return response


def _may_be_shared(request: HttpRequest) -> bool:
    meta = request.META
    return (
        meta["REQUEST_METHOD"] == "GET"
        and "HTTP_HX_REQUEST" not in meta
        and "HTTP_AUTHORIZATION" not in meta
        and ("HTTP_COOKIE" not in meta or cache.is_visitor(request))
        and settings.PAGE_CACHE
    )


def _key(request: HttpRequest) -> Key:
    meta = request.META
    path = request.path
    query = meta.get("QUERY_STRING", "")
    if query and path in _params:
        query = cache.kept_query(query, _params[path])
    coding = best_coding(meta.get("HTTP_ACCEPT_ENCODING", ""))
    return (request.scheme, meta.get("HTTP_HOST"), path, query, coding)


def _remember(request: HttpRequest, response: Any) -> None:
    page: StoredPage | None = getattr(response, "stored_page", None)
    if page is None or response.status_code != 200 or response.cookies:
        return
    if {name.strip().lower() for name in response.get("Vary", "").split(",")} - VARIES_BY - {""}:
        return
    if len(_pages) >= MOST_PAGES:
        forget()
    _params[request.path] = page.params
    # The query as the view saw it: what it doesn't know of makes no page of its own.
    headers = {k: v for k, v in response.items() if k.lower() not in NOT_SHARED}
    _pages[_key(request)] = ShownPage(response.content, headers, page.fresh_until)
