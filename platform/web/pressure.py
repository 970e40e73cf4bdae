"""What a web process leaves out when it is busy, and in which order (docs/adr/0010)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import IntEnum
from math import isfinite
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter

from web import errors
from web.errors import NotNow
from web.meter import Level, Meter

# A request that waited longer was sent by a clock that is wrong, or by nobody we know.
LONGEST_WAIT = 60.0

SHED = Counter("mitstimme_shed", "Requests answered by 503 under pressure.", ("order",))


class Order(IntEnum):
    """What is left out first has the lowest number. Unmarked views are PAGES."""

    LISTS = 1
    PAGES = 2
    SIGNING = 3
    NEVER = 4


meter = Meter(settings.WEB_THREADS)
# Of views that are not ours, by name or namespace.
_orders: dict[str, Order] = {"admin": Order.NEVER}


def sheds[V: Callable[..., Any]](order: Order) -> Callable[[V], V]:
    """Say when a view, or a class of the API, is left out. Stands right before it."""

    def mark(view: V) -> V:
        view.shed_order = order  # type: ignore[attr-defined]
        return view

    return mark


def name_order(name: str, order: Order) -> None:
    """The same for a view of a package, by its name or namespace (in AppConfig.ready)."""
    _orders[name] = order


def order_of(view: Any, match: Any = None) -> Order:
    found = getattr(view, "shed_order", None) or getattr(
        getattr(view, "cls", None), "shed_order", None
    )
    if found is None and match is not None:
        found = _orders.get(match.view_name) or _orders.get(match.namespace)
    return found or Order.PAGES


def prefers_stale(order: Order) -> bool:
    """Whether an old copy will do: lists first, then every page there is a copy of."""
    return meter.level >= min(order, Level.VERY_BUSY)


def admit(order: Order) -> None:
    """Raise NotNow when this has no place now.

    Signing is let in as long as half of the threads are free, however full it is: what waits
    for a slow database must not take the last one, which still can say so. In the thread that
    is kept back nobody is let in, whoever it is: it must not get stuck as the others are.
    """
    if is_kept_back():
        leave_out(order)
    if meter.level < Level.VERY_BUSY or order == Order.NEVER:
        return
    if order == Order.SIGNING and (
        meter.level < Level.FULL or meter.under_way <= max(meter.threads // 2, 1)
    ):
        return
    leave_out(order)


_here = threading.local()


def is_kept_back() -> bool:
    """Whether this runs in the thread that is kept back, which must wait for nothing."""
    return getattr(_here, "is_kept_back", False)


def leave_out(order: Order) -> None:
    SHED.labels(order.name.lower()).inc()
    raise NotNow


class PressureMiddleware:
    """Measure each request that comes past the front, and leave out what has no place now.

    Views that have more to say to it (a stale copy, the typed form) ask `admit` themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SHED_LOAD:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ticket = meter.begin(_waited(request))
        try:
            if not ticket.has_place:
                meter.wait(ticket)
                _here.is_kept_back = not ticket.has_place
            return self.get_response(request)
        finally:
            _here.is_kept_back = False
            meter.end(ticket)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        if meter.level < Level.VERY_BUSY and not is_kept_back():
            return None
        if hasattr(view, "admits_itself"):
            return None
        order = order_of(view, request.resolver_match)
        try:
            admit(order)
        except NotNow as refusal:
            return errors.unavailable(request, refusal.retry_after)
        return None


def _waited(request: HttpRequest) -> float:
    """Seconds since a proxy of ours took the request; 0 when none says so.

    Proxies write seconds, milliseconds or microseconds since 1970, some with "t=" before.
    """
    came = request.META.get("HTTP_X_REQUEST_START")
    if not came or not settings.TRUSTED_PROXIES:
        return 0.0
    try:
        began = float(came.removeprefix("t="))
    except ValueError:
        return 0.0
    if not isfinite(began):
        return 0.0
    while began > 1e11:
        began /= 1000
    waited = time.time() - began
    return waited if 0 < waited < LONGEST_WAIT else 0.0
