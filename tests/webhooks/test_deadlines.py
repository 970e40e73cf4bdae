"""An attempt takes ten seconds at most, and little memory, whatever the other side does."""

from __future__ import annotations

import socket
import ssl
import time
import tracemalloc

import pytest

from tests.webhooks.servers import head, resolves_to, sipping, speaking
from webhooks import sending
from webhooks.models import Delivery
from webhooks.sending import post
from webhooks.services.waiting import LEASE

Error = Delivery.Error


def test_a_target_that_hangs_is_left_at_the_deadline():
    with speaking() as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=0.3).error == Error.TIMEOUT
        assert time.monotonic() - began < 5


def test_a_target_that_drips_is_left_at_the_deadline():
    """Each byte in time, and all of them never."""
    with speaking(*[b"H"] * 200, every=0.05) as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=0.5).error == Error.TIMEOUT
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "begins",
    [
        b"",
        b"HTTP/1.1 2",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\nX-Short: a\r\nX-Next",
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ],
    ids=["nothing", "status", "header", "headers", "continue"],
)
def test_a_byte_a_second_for_ever_ends_at_the_deadline(begins):
    """Whole seconds apart, as no wait for one of them ever runs out by itself."""
    with speaking(begins, *[b"1"] * 60, every=1.0) as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=2.5).error == Error.TIMEOUT
        assert 2.4 < time.monotonic() - began < 8


def test_continue_for_ever_ends_at_the_deadline():
    """Always something to read, and never an answer."""
    go_on = b"HTTP/1.1 100 Continue\r\n\r\n"
    with speaking(*[go_on] * 1000, every=0.01) as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=0.5).error == Error.TIMEOUT
        assert time.monotonic() - began < 5


def test_of_an_answer_without_end_little_is_read():
    """http.client takes a chunk of -1 bytes for all that comes."""
    answer = head(b"200 OK", b"Transfer-Encoding: chunked") + b"-1\r\n"
    with speaking(answer, *[b"x" * 1_000_000] * 300) as url:
        tracemalloc.start()
        try:
            assert post(url, b"{}", {}).error == ""
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()
    with speaking(*[b"HTTP/1.1 100 Continue\r\n\r\n" * 1000] * 300) as url:
        assert post(url, b"{}", {}).error == Error.BROKEN


def test_an_attempt_ends_well_before_its_lease():
    """Else another would send the same at the same time."""
    assert LEASE.total_seconds() > 2 * sending.SECONDS


def test_a_name_server_that_hangs_is_left_at_the_deadline(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: time.sleep(10) or [])
    began = time.monotonic()
    assert post("http://hooks.example/", b"{}", {}, seconds=0.2).error == Error.TIMEOUT
    assert time.monotonic() - began < 5


def test_a_handshake_that_drips_is_left_at_the_deadline():
    """The head of a record of TLS that is 16,384 bytes long, and then one byte after another."""
    with speaking(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", *[b"\x03"] * 200, every=0.05) as url:
        began = time.monotonic()
        outcome = post(url.replace("http:", "https:"), b"{}", {}, seconds=0.5)
        assert outcome.error in (Error.TIMEOUT, Error.TLS)
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_who_takes_the_message_in_sips_is_left_at_the_deadline(
    certificate, monkeypatch, scheme
):
    """Sending has the one deadline as well, however large the message."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    client = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(sending, "tls_context", lambda: client)
    resolves_to(monkeypatch, "127.0.0.1")
    with sipping(server if scheme == "https" else None) as port:
        began = time.monotonic()
        outcome = post(f"{scheme}://hooks.example:{port}/", b"x" * 20_000_000, {}, seconds=1)
        assert outcome.error == Error.TIMEOUT
        assert time.monotonic() - began < 5
