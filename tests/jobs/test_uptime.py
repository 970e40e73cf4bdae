"""What was up: looked at once a minute, written once, and nothing claimed that nobody saw."""

import http.server
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs import leases, uptime
from jobs.models import Heartbeat, PartHour, Slot
from jobs.registry import HANDLERS
from mail import uptime as mail_uptime
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def looked_at(monkeypatch) -> dict:
    """What the probes say."""
    probes = {"web": lambda: True, "broker": lambda: True, "mail": lambda: None}
    monkeypatch.setattr(uptime, "_probes", probes)
    return probes


def minutes() -> dict[str, tuple[int, int]]:
    """Of each part, in how many minutes it was up and down."""
    told: dict[str, tuple[int, int]] = {}
    for part, up, down in PartHour.objects.values_list("part", "up", "down"):
        before = told.get(part, (0, 0))
        told[part] = (before[0] + up, before[1] + down)
    return told


def look(watch: uptime.Watch, after: timedelta, *, worker: bool = True) -> None:
    with time_machine.travel(NOON + after, tick=False):
        if worker:
            leases.beat("worker")
        watch.look(timezone.now())


def every(watch: uptime.Watch, first: int, last: int, **more) -> None:
    for minute in range(first, last + 1):
        look(watch, timedelta(minutes=minute, seconds=3), **more)


def test_each_minute_counts_once_in_its_hour():
    watch = uptime.Watch(NOON)
    every(watch, 0, 61)
    look(watch, timedelta(minutes=61, seconds=40))
    hours = PartHour.objects.filter(part="web").order_by("starts_at")
    assert [(one.starts_at, one.up, one.down) for one in hours] == [
        (NOON, 60, 0), (NOON + timedelta(hours=1), 2, 0)
    ]  # fmt: skip
    # Where there is nothing to look at nothing is told.
    assert minutes() == dict.fromkeys(["web", "worker", "beat", "database", "broker"], (62, 0))


def test_what_does_not_answer_is_down(looked_at):
    looked_at["web"] = looked_at["broker"] = lambda: False
    every(uptime.Watch(NOON), 0, 1, worker=False)
    assert minutes() == {
        "web": (0, 2), "broker": (0, 2), "worker": (0, 2), "beat": (2, 0), "database": (2, 0)
    }  # fmt: skip


def test_a_worker_that_has_not_shown_itself_is_down():
    every(uptime.Watch(NOON), 0, 0)
    look(uptime.Watch(NOON), timedelta(minutes=1), worker=False)
    assert minutes()["worker"] == (1, 1)
    assert Heartbeat.objects.filter(name="worker").exists()


def test_while_beat_was_away_it_and_the_worker_were_down_and_nothing_else_is_known():
    every(uptime.Watch(NOON), 0, 9)
    every(uptime.Watch(NOON + timedelta(minutes=30)), 30, 34)
    assert minutes() == {
        "beat": (15, 20), "worker": (15, 20),
        "web": (15, 0), "database": (15, 0), "broker": (15, 0),
    }  # fmt: skip


def test_a_look_that_took_too_long_leaves_a_gap_that_is_no_outage_of_beat():
    watch = uptime.Watch(NOON)
    every(watch, 0, 0)
    every(watch, 3, 3)
    assert minutes()["beat"] == (4, 0)
    assert minutes()["worker"] == minutes()["web"] == (2, 0)


def test_before_the_first_look_nothing_is_known():
    every(uptime.Watch(NOON), 30, 30)
    assert minutes()["beat"] == (1, 0)


def test_an_outage_of_the_database_is_written_when_it_is_back(monkeypatch, looked_at):
    watch = uptime.Watch(NOON)
    every(watch, 0, 1)

    def away(*args):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(uptime, "write", away)
        every(watch, 2, 4)
    assert minutes()["database"] == (2, 0)
    looked_at["web"] = lambda: False
    every(watch, 5, 5)
    # Whether somebody worked meanwhile nobody could see.
    assert minutes() == {
        "database": (3, 3), "beat": (6, 0), "worker": (3, 0), "web": (5, 1), "broker": (6, 0)
    }  # fmt: skip


def test_of_two_beats_one_writes():
    first, second = uptime.Watch(NOON), uptime.Watch(NOON)
    for minute in range(3):
        look(first, timedelta(minutes=minute, seconds=1))
        look(second, timedelta(minutes=minute, seconds=2))
    assert minutes()["beat"] == (3, 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_writes():
    uptime.write(NOON, lambda _: {"beat": True})
    later = NOON + timedelta(minutes=1)
    assert sorted(at_once(8, lambda: uptime.write(later, lambda _: {"beat": True}))) == [
        *[False] * 7, True
    ]  # fmt: skip
    assert minutes() == {"beat": (2, 0)}


def test_a_very_long_gap_is_written_as_long_as_hours_are_kept():
    Slot.objects.create(name=uptime.SLOT, starts_at=NOON - timedelta(days=900))
    every(uptime.Watch(NOON), 0, 0)
    assert minutes()["beat"] == (1, 400 * 24 * 60 - 1)


def test_hours_are_kept_for_four_hundred_days():
    for days in (399, 401):
        PartHour.objects.create(part="web", starts_at=timezone.now() - timedelta(days=days))
    assert uptime.forget_old(timezone.now()) == 1
    assert PartHour.objects.count() == 1


@pytest.fixture
def address():
    """A web server that says 200 at /livez, and nothing elsewhere."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/livez" else 503)
            self.end_headers()

        def log_message(self, *args): ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_web_server_is_asked(address):
    assert uptime._answers(f"{address}/livez")
    assert not uptime._answers(f"{address}/draining")
    assert not uptime._answers("http://127.0.0.1:1/livez")


class TestMailServer:
    @pytest.fixture
    def greeting(self, settings):
        """A server that greets once, as the site's mail server."""
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        options = {"host": "127.0.0.1", "port": port}
        settings.MAILERS = {"default": {"BACKEND": "mail.smtp.EmailBackend", "OPTIONS": options}}

        def greet(words: bytes) -> None:
            def answer() -> None:
                with listening.accept()[0] as connection:
                    connection.sendall(words)

            threading.Thread(target=answer, daemon=True).start()

        yield greet
        listening.close()

    def test_it_is_there_when_it_is_ready(self, greeting):
        greeting(b"220 mail.example.org ESMTP\r\n")
        assert mail_uptime.is_there() is True

    def test_and_not_when_it_sends_us_away(self, greeting):
        greeting(b"421 not now\r\n")
        assert mail_uptime.is_there() is False

    def test_nor_when_nobody_answers(self, settings):
        options = {"host": "127.0.0.1", "port": 1}
        settings.MAILERS = {"default": {"BACKEND": "mail.smtp.EmailBackend", "OPTIONS": options}}
        assert mail_uptime.is_there() is False

    def test_a_worker_knocks_and_beat_reads_what_it_found(self, greeting):
        assert mail_uptime.was_there() is None
        greeting(b"220 mail.example.org ESMTP\r\n")
        with time_machine.travel(NOON, tick=False):
            HANDLERS["mail.knock"]({})
            assert mail_uptime.was_there() is True
        greeting(b"554 no\r\n")
        with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
            HANDLERS["mail.knock"]({})
            assert mail_uptime.was_there() is False
        # Of a worker that is away nothing is known.
        with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
            assert mail_uptime.was_there() is None

    def test_where_there_is_none_nothing_is_known(self, settings):
        settings.MAILERS = {"default": {"BACKEND": "mail.mailbox.MailboxBackend"}}
        HANDLERS["mail.knock"]({})
        assert mail_uptime.is_there() is None
        assert mail_uptime.was_there() is None
