"""How often somebody may do something, without keeping who that was.

Networks are shared by libraries, mosques, stalls and whole mobile carriers: limits on them
are wide, and hold back machines, not queues of people.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock
from time import time

import structlog
from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from web.keyed import keyed_code

log = structlog.get_logger(__name__)

# The part of a limit that each process lets through without asking the others.
FREE_SHARE = 10
# Networks that one process remembers; with more, it begins anew and lets a few more through.
MOST_KNOWN = 100_000


class LimitExceeded(Exception):
    """Too often. `retry_after` is the number of seconds until the next try is let through."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Allowance:
    """How many acts are left in this window, and in how many seconds it is over."""

    remaining: int
    resets_in: int


def check(scope: str, subject: str, rate: str = "", *, is_exact: bool = False) -> None:
    """Count one act of `subject` in `scope`; raise LimitExceeded when it is one too many.

    `rate` is like "120/10 minutes", by default settings.LIMITS[scope]. The subject (a network,
    an address) is stored as a keyed hash only, and forgotten when the window has passed. When
    the storage is away the act is let through: a limit must not close the house. `is_exact`
    counts every act for all processes, where somebody is told how many are left.
    """
    item = _parsed(rate or settings.LIMITS[scope])
    hidden = _hidden(subject)
    if not is_exact and _is_far_from(item, scope, hidden):
        return
    try:
        if _limiter().hit(item, scope, hidden):
            return
        free_at = _limiter().get_window_stats(item, scope, hidden).reset_time
    except StorageError:
        log.exception("limits_storage_away", scope=scope)
        return
    raise LimitExceeded(max(1, round(free_at - time())))


def allowance(scope: str, subject: str) -> Allowance:
    """What `check` with `is_exact` would say of settings.LIMITS[scope], without counting."""
    item = _parsed(settings.LIMITS[scope])
    try:
        window = _limiter().get_window_stats(item, scope, _hidden(subject))
    except StorageError:
        return Allowance(item.amount, item.get_expiry())
    return Allowance(max(0, window.remaining), max(0, ceil(window.reset_time - time())))


def policy(scope: str) -> tuple[int, int]:
    """So many, in so many seconds."""
    item = _parsed(settings.LIMITS[scope])
    return item.amount, item.get_expiry()


def _hidden(subject: str) -> str:
    return keyed_code("web.limits", subject)[:32]


def _is_far_from(item: RateLimitItem, scope: str, hidden: str) -> bool:
    """Whether this process alone knows that a wide limit is far away.

    In a wave most networks come once or twice: Redis needn't be asked about them. So where
    processes share their counts, each lets through a tenth of a limit on its own.
    """
    free = item.amount // FREE_SHARE
    if not free or not settings.REDIS_URL:
        return False
    return _own.hits(scope, hidden, int(time() // item.get_expiry())) <= free


class _OwnHits:
    """What this process has let through in each scope's present window.

    By hand: the library's storage in memory starts a thread for every hit, which was a sixth
    of a signing's time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[str, tuple[int, Counter[str]]] = {}

    def hits(self, scope: str, hidden: str, window: int) -> int:
        with self._lock:
            present, counts = self._windows.get(scope, (window, Counter()))
            if present != window or len(counts) >= MOST_KNOWN:
                counts = Counter()
            self._windows[scope] = window, counts
            counts[hidden] += 1
            return counts[hidden]

    def reset(self) -> None:
        self._windows.clear()


_own = _OwnHits()


def reset() -> None:
    """Forget every count (tests)."""
    _limiter().storage.reset()
    _own.reset()


def client_network(request: HttpRequest) -> str:
    """The network a request comes from: an IPv4 address, or the /56 an IPv6 customer is given.

    With settings.TRUSTED_PROXIES = n, the n-th entry from the right of X-Forwarded-For is the
    last one that a proxy of ours wrote; everything left of it can be invented.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXIES
    if hops:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= hops:
            address = forwarded[-hops]
    return _network(address)


def _network(address: str) -> str:
    address = address.strip()
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ip_network((ip, 56), strict=False))
        ip = ip.ipv4_mapped
    return f"{ip}/32"


@cache
def _parsed(rate: str) -> RateLimitItem:
    return parse(rate)


@cache
def _limiter() -> MovingWindowRateLimiter:
    if settings.REDIS_URL:
        # A storage that does not answer must not hold a signature up.
        storage = storage_from_string(
            settings.REDIS_URL,
            wrap_exceptions=True,
            socket_timeout=0.5,
            socket_connect_timeout=0.5,
        )
    else:
        storage = storage_from_string("memory://")
    return MovingWindowRateLimiter(storage)
