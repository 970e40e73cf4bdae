"""How busy this web process is, and what it leaves out then, in order (docs/adr/0010).

Two signs: the share of its threads' time that went into requests in the last second, and how
long requests waited before us, where a proxy of ours says when they came (X-Request-Start).
"""

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

WINDOW_SECONDS = 1.0
# It rises at once, and falls by one level after so many calmer seconds: else it would flap,
# since what is left out is what made it rise.
LOWER_AFTER_SECONDS = 5.0
# Calmer means clearly below what made it rise.
CALMER = 0.8
# A request that waited longer was sent by a clock that is wrong, or by nobody we know.
LONGEST_WAIT = 60.0

SHED = Counter("mitstimme_shed", "Requests answered by 503 under pressure.", ("order",))


class Level(IntEnum):
    CALM = 0
    BUSY = 1
    VERY_BUSY = 2
    FULL = 3


class Order(IntEnum):
    """What is left out first has the lowest number. Unmarked views are PAGES."""

    LISTS = 1
    PAGES = 2
    SIGNING = 3
    NEVER = 4


class Meter:
    """Counts who is under way, and gives the level for each second that has passed."""

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.threads = threads
        self.level = Level.CALM
        self.under_way = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._last = self._began = self._last_end = clock()
        self._calmer_for = 0.0
        self._forget()

    def _forget(self) -> None:
        """Begin a new second: the threads' time, the waiting before us, the requests' times."""
        self._spent = self._waited = 0.0
        self._begun = 0
        self._took = self._took_squared = 0.0

    def begin(self, waited: float = 0.0) -> float:
        """Count a request in; gives the moment, which `end` asks for."""
        with self._lock:
            now = self._move_on()
            if not self.under_way:
                self._last_end = now
            self.under_way += 1
            self._begun += 1
            self._waited += waited
            return now

    def end(self, began: float) -> None:
        with self._lock:
            now = self._move_on()
            self.under_way -= 1
            self._last_end = now
            took = now - began
            self._took += took
            self._took_squared += took * took

    def _move_on(self) -> float:
        now = self._clock()
        self._spent += self.under_way * (now - self._last)
        self._last = now
        passed = now - self._began
        if passed >= WINDOW_SECONDS:
            self._judge(now, passed)
            self._began = now
            self._forget()
        return now

    def _judge(self, now: float, passed: float) -> None:
        share = self._spent / (passed * self.threads)
        waited = self._waited / max(self._begun, 1)
        # Weighed by their time, so that a hundred quick refusals hide no slow request.
        took = self._took_squared / self._took if self._took else now - self._last_end
        self.level = max(self.level, level_for(share, waited, took))
        # At the highest level only half of the threads are given out (admit).
        given_out = 0.5 if self.level == Level.FULL else 1.0
        now_is = level_for(share / given_out / CALMER, waited / CALMER, took / CALMER)
        if now_is >= self.level:
            self._calmer_for = 0.0
            return
        # After a pause nothing has been asked for: it may be more than one level.
        self._calmer_for += passed
        while self.level and self._calmer_for >= LOWER_AFTER_SECONDS:
            self.level = Level(self.level - 1)
            self._calmer_for -= LOWER_AFTER_SECONDS


def level_for(share: float, waited: float, took: float) -> Level:
    """`share` of the threads' time, mean seconds `waited` before us and `took` with us."""
    patience = settings.SHED_WAIT_SECONDS
    is_taken_up = share >= settings.SHED_VERY_BUSY
    if waited >= patience or (is_taken_up and took >= patience):
        return Level.FULL
    if waited >= patience / 2 or is_taken_up:
        return Level.VERY_BUSY
    if waited >= patience / 4 or share >= settings.SHED_BUSY:
        return Level.BUSY
    return Level.CALM


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
    for a slow database must not take the last one, which still can say so.
    """
    if meter.level < Level.VERY_BUSY or order == Order.NEVER:
        return
    if order == Order.SIGNING and (
        meter.level < Level.FULL or meter.under_way <= max(meter.threads // 2, 1)
    ):
        return
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
        began = meter.begin(_waited(request))
        try:
            return self.get_response(request)
        finally:
            meter.end(began)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        if meter.level < Level.VERY_BUSY or hasattr(view, "admits_itself"):
            return None
        try:
            admit(order_of(view, request.resolver_match))
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
