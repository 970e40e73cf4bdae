"""Whether each part of the works is there, looked at once a minute by beat, and kept by hour.

What nobody looked at is not known, and is told as such. Only of beat and worker it is known
afterwards: while no beat looked, there was none, and nothing was worked at by the clock.
"""

from __future__ import annotations

import logging
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.client import HTTPException

from celery import current_app
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from jobs.health import OLDEST_HEARTBEAT
from jobs.models import Heartbeat, PartHour, Slot

logger = logging.getLogger(__name__)

WEB, WORKER, BEAT, DATABASE, MAIL, BROKER = "web", "worker", "beat", "database", "mail", "broker"
PARTS = (WEB, WORKER, BEAT, DATABASE, MAIL, BROKER)
SLOT = "jobs.uptime"
MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=400)
# For the answer of web server and broker. All looks together stay far below a minute.
PATIENCE_SECONDS = 5
# While beat was away.
NOBODY_LOOKED = {BEAT: False, WORKER: False}
# So much is remembered while the database is away: a day.
MOST_WAITING = 24 * 60

# Parts that were there (True) or not; what could not be looked at is missing.
type Seen = Mapping[str, bool]
# None where there is nothing to look at.
type Probe = Callable[[], bool | None]

_probes: dict[str, Probe] = {}


def register(part: str, probe: Probe) -> None:
    """Have this part looked at by the function; apps above call it in AppConfig.ready."""
    _probes[part] = probe


class Watch:
    """One beat's view of the parts: what it saw and could not write down yet."""

    def __init__(self, began: datetime) -> None:
        self._began = _minute(began)
        self._waiting: dict[datetime, Seen] = {}

    def look(self, now: datetime) -> None:
        """Look at all parts, and write it down as this minute's, once among all beats."""
        minute = _minute(now)
        self._waiting[minute] = _look(now)
        try:
            write(minute, self._seen)
        except DatabaseError as error:
            logger.warning("What is up could not be written: %s.", type(error).__name__)
            seen = {name: up for name, up in self._waiting[minute].items() if name != WORKER}
            self._waiting[minute] = {**seen, DATABASE: False}
            for oldest in sorted(self._waiting)[:-MOST_WAITING]:
                del self._waiting[oldest]
        else:
            self._waiting.clear()

    def _seen(self, minute: datetime) -> Seen:
        """What is known of a minute that nobody has written: that this beat lived, at least."""
        if minute in self._waiting:
            return self._waiting[minute]
        return {BEAT: True} if minute >= self._began else NOBODY_LOOKED


def watch(web_addresses: str, stopped: threading.Event) -> None:
    """Look once a minute until stopped; the body of beat's second thread."""
    register(WEB, lambda: any(_answers(address) for address in web_addresses.split(",")))
    register(BROKER, _broker_is_there)
    one = Watch(timezone.now())
    while not stopped.is_set():
        close_old_connections()
        now = timezone.now()
        try:
            one.look(now)
        except Exception:
            # A look that fails must not be the last one.
            logger.exception("Nobody looked at what is up this minute.")
        stopped.wait(60 - timezone.now().timestamp() % 60 + 0.1)


def write(minute: datetime, seen: Callable[[datetime], Seen]) -> bool:
    """Add this minute, and those that nobody has written since the last one, to their hours.

    `seen` says of each what is known. False when another beat has written this minute.
    """
    with transaction.atomic():
        slot = Slot.objects.select_for_update().filter(name=SLOT).first()
        if slot is None:
            # Of two beats that begin at once, the second finds this row and fails until then.
            Slot.objects.create(name=SLOT, starts_at=minute)
            last = minute - MINUTE
        else:
            last = max(slot.starts_at, minute - KEPT)
        if last >= minute:
            return False
        Slot.objects.filter(name=SLOT).update(starts_at=minute)
        _add([last + MINUTE * n for n in range(1, (minute - last) // MINUTE + 1)], seen)
    return True


def forget_old(now: datetime) -> int:
    return PartHour.objects.filter(starts_at__lt=now - KEPT).delete()[0]


def _add(minutes: list[datetime], seen: Callable[[datetime], Seen]) -> None:
    up: Counter[tuple[str, datetime]] = Counter()
    down: Counter[tuple[str, datetime]] = Counter()
    for minute in minutes:
        for part, is_up in seen(minute).items():
            (up if is_up else down)[part, minute.replace(minute=0)] += 1
    # Nobody else changes them: whoever writes holds the slot.
    known = PartHour.objects.filter(starts_at__gte=minutes[0].replace(minute=0))
    hours = {(one.part, one.starts_at): one for one in known}
    for part, hour in sorted(up.keys() | down.keys()):
        one = hours.setdefault((part, hour), PartHour(part=part, starts_at=hour))
        one.up, one.down = one.up + up[part, hour], one.down + down[part, hour]
    PartHour.objects.bulk_create(
        [one for _, one in sorted(hours.items())],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["part", "starts_at"],
        update_fields=["up", "down"],
    )


def _look(now: datetime) -> Seen:
    seen: dict[str, bool] = {BEAT: True}
    try:
        beats = Heartbeat.objects.filter(name="worker", beat_at__gt=now - OLDEST_HEARTBEAT)
        seen[WORKER] = beats.exists()
        seen[DATABASE] = True
    except DatabaseError:
        seen[DATABASE] = False
    for part, probe in _probes.items():
        try:
            is_up = probe()
        except DatabaseError:
            is_up = None  # what is known of it is written there
        if is_up is not None:
            seen[part] = is_up
    return seen


def _answers(address: str) -> bool:
    """Whether the web server says at `/livez` that it is well."""
    try:
        # The site's own, from the settings or the command line.
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return answer.status == 200
    except (OSError, HTTPException):
        return False


def _broker_is_there() -> bool:
    try:
        with current_app.connection_for_write(connect_timeout=PATIENCE_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
    # Whatever a broker's library throws.
    except Exception:  # noqa: BLE001
        return False
    return True


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
