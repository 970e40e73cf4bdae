"""A short cache before public pages: many visitors at once cost one page (docs/adr/0005)."""

import threading
import time
from collections.abc import Callable, Collection
from functools import wraps
from hashlib import blake2b
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from web import held, pressure
from web.htmx import wants_part
from web.stored_page import StoredPage, is_storable

log = structlog.get_logger(__name__)

type View = Callable[..., HttpResponse]

PARAMS = ("page", "q", "field", "state")
# A stale page is shown while one thread makes the new one, and while the database is away.
STALE_SECONDS = 60
# Longer than any page should take; then a waiting request makes the page itself.
PATIENCE_SECONDS = 10


def cached_page(seconds: int = 5, *, params: Collection[str] = PARAMS) -> Callable[[View], View]:
    """Answer visitors from a copy at most `seconds` old, without asking the database.

    The view sees only the query parameters named in `params`, so nothing else can change the
    page or multiply its copies. Pages must be the same for every visitor; whoever holds a
    session, a pending message or an Authorization header gets an answer of their own.
    Decorators that mark the response object (csp_override, xframe_options_exempt) belong
    outside this one.
    """

    def decorate(view: View) -> View:
        order = pressure.order_of(view)

        @wraps(view)
        def with_cache(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            if not is_visitor(request):
                pressure.admit(order)
                return _own_answer(view(request, *args, **kwargs))
            _keep_only(request, params)

            def make() -> HttpResponse | StoredPage:
                pressure.admit(order)
                return _make(request, seconds, params, lambda: view(request, *args, **kwargs))

            page = _from_cache(request, make, order) if settings.PAGE_CACHE else make()
            return page.answer(request) if isinstance(page, StoredPage) else page

        with_cache.admits_itself = True  # type: ignore[attr-defined]
        return with_cache

    return decorate


# What `remembered` knows: until when, and what.
_known: dict[str, tuple[float, Any]] = {}
MOST_KNOWN = 1000


def remembered[T](key: str, seconds: int, make: Callable[[], T]) -> T:
    """What `make` says, kept by this process for so long."""
    until, known = _known.get(key, (0.0, None))
    if time.monotonic() < until:
        return known
    made = make()
    remember(key, seconds, made)
    return made


def remember(key: str, seconds: int, made: object) -> None:
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[key] = time.monotonic() + seconds, made


def recall(key: str) -> Any:
    """What was remembered last, however old, or None: for when it can't be asked for."""
    return _known.get(key, (0.0, None))[1]


def forget_remembered() -> None:
    """Ask anew at once (tests)."""
    _known.clear()
    held.forget_all()


def kept_query(query: str, params: Collection[str]) -> str:
    """The query string with these parameters only, in one order."""
    if not query:
        return ""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name in sorted(set(params) & set(given)):
        kept.setlist(name, given.getlist(name))
    return kept.urlencode()


def is_visitor(request: HttpRequest) -> bool:
    """Nobody in particular: no session, no message waiting in a cookie, no credentials."""
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
        and "Authorization" not in request.headers
    )


class Flights:
    """Who is making which page in this process, so that the others need not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._landings: dict[str, threading.Event] = {}

    def take_off(self, key: str) -> threading.Event | None:
        """None: the caller makes the page, and must land. Else: what to wait for."""
        with self._lock:
            if key in self._landings:
                return self._landings[key]
            self._landings[key] = threading.Event()
            return None

    def land(self, key: str) -> None:
        with self._lock:
            self._landings.pop(key).set()


_flights = Flights()


def _from_cache(
    request: HttpRequest, make: Callable[[], HttpResponse | StoredPage], order: pressure.Order
) -> HttpResponse | StoredPage:
    key = _key(request)
    page = cache.get(key)
    if page is not None and page.is_fresh:
        return page
    if page is not None and pressure.prefers_stale(order):
        # Fresh once more for whoever shows it again (web.front); the kept copy ages on.
        return page.once_more()
    landing = _flights.take_off(key)
    if landing is not None:
        if page is not None:
            return page
        landing.wait(PATIENCE_SECONDS)
        return cache.get(key) or make()
    try:
        # Between reading and taking off, another flight may have landed.
        newer = cache.get(key)
        if newer is not None and newer.is_fresh:
            return newer
        made = make()
        # A view may answer HEAD without a body: such a page is not kept.
        if isinstance(made, StoredPage) and request.method == "GET":
            cache.set(key, made, made.seconds + STALE_SECONDS)
        return made
    except OperationalError:
        if page is None:
            raise
        log.exception("page_cache_serves_stale_page")
        return page
    finally:
        _flights.land(key)


def _make(
    request: HttpRequest,
    seconds: int,
    params: Collection[str],
    view: Callable[[], HttpResponse],
) -> HttpResponse | StoredPage:
    # Without a session cookie the user is known; asking the session would add Vary: Cookie.
    request.user = AnonymousUser()
    response = view()
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if not is_storable(request, response):
        return response
    if hasattr(request, "session"):
        request.session.accessed = False
    return StoredPage.of(response, seconds, params)


def _own_answer(response: HttpResponse) -> HttpResponse:
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _keep_only(request: HttpRequest, params: Collection[str]) -> None:
    request.META["QUERY_STRING"] = kept_query(request.META.get("QUERY_STRING", ""), params)
    request.GET = QueryDict(request.META["QUERY_STRING"])


def _key(request: HttpRequest) -> str:
    parts = (
        request.scheme or "",
        request.get_host(),
        request.path,
        request.META["QUERY_STRING"],
        get_language() or "",
        "htmx" if getattr(request, "htmx", None) else "",
        "part" if wants_part(request) else "",
    )
    return "page:" + blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()
