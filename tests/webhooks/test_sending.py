"""One POST: to checked public addresses, by https, without following, for ten seconds."""

from __future__ import annotations

import ipaddress
import socket
import ssl

import pytest

from tests.webhooks.receiver import Receiver, listening
from tests.webhooks.servers import resolves_to, speaking
from webhooks import sending
from webhooks.addresses import NotCalled, may_call, target
from webhooks.models import Delivery
from webhooks.sending import post

Error = Delivery.Error

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.178.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
]


@pytest.fixture
def strict(settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_never_called(strict, monkeypatch, address):
    assert not may_call(address)
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("connected"))
    resolves_to(monkeypatch, address)
    assert post("https://hooks.example/", b"{}", {}).error == Error.ADDRESS


def test_one_private_address_among_public_ones_is_enough(strict, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("connected"))
    resolves_to(monkeypatch, "93.184.215.14", "10.0.0.1")
    assert post("https://hooks.example/", b"{}", {}).error == Error.ADDRESS


@pytest.mark.parametrize("address", ["93.184.215.14", "2a00:1450:4001:830::200e"])
def test_public_ones_are_called(strict, address):
    assert may_call(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://printer.local/",
        "https://intranet/",
        "https://ada:secret@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example:99999/",
        "https:///path",
        "https://hooks.example/a b",
        "https://hooks.example/\r\nHost: other",
        "ftp://hooks.example/",
        "javascript:alert(1)",
        "hooks.example",
    ],
)
def test_addresses_that_are_refused_when_typed(strict, url):
    with pytest.raises(NotCalled):
        target(url)


def test_a_number_in_other_words_is_no_way_round(strict, monkeypatch):
    """2130706433 and 0x7f.1 are 127.0.0.1 to the system's look-up."""
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("connected"))
    for host in ("2130706433.", "0x7f.1", "127.1"):
        assert post(f"https://{host}/", b"{}", {}).error in (Error.ADDRESS, Error.DNS)


def test_the_name_is_looked_up_once_and_the_checked_address_called(monkeypatch, receiver):
    """A name server that answers otherwise the second time (DNS rebinding) is not asked."""
    asked = resolves_to(monkeypatch, "127.0.0.1")
    outcome = post(f"http://hooks.example:{receiver.port}/in?x=1", b"{}", {})
    assert (outcome.status, outcome.error) == (204, "")
    assert asked == ["hooks.example"]
    (one,) = receiver.received
    assert one.headers["host"] == f"hooks.example:{receiver.port}"
    assert one.path == "/in?x=1"


def test_a_redirect_is_a_failure_and_is_not_followed(receiver):
    with listening() as inside:
        receiver.answer = lambda received: (307, {"Location": inside.url}, b"")
        outcome = post(receiver.url, b"{}", {})
        assert (outcome.status, outcome.error) == (307, Error.REDIRECT)
        assert inside.received == []


@pytest.mark.parametrize(
    ("status", "error"),
    [(200, ""), (202, ""), (302, "redirect"), (400, "status"), (410, "gone"), (500, "status")],
)
def test_what_an_answer_means(receiver, status, error):
    receiver.answer = lambda received: (status, {}, b"words")
    outcome = post(receiver.url, b"{}", {})
    assert (outcome.status, outcome.error) == (status, error)


def test_a_long_answer_is_not_read(receiver):
    receiver.answer = lambda received: (200, {}, b"x" * 50_000_000)
    outcome = post(receiver.url, b"{}", {})
    assert outcome.error == ""
    assert outcome.took < 1000


def test_other_failures_have_words():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", b"{}", {}).error == Error.CONNECT
    assert post("http://nowhere.invalid/", b"{}", {}).error == Error.DNS
    with speaking(b"SSH-2.0-OpenSSH\r\n") as url:
        assert post(url, b"{}", {}, seconds=1).error == Error.BROKEN


@pytest.fixture
def https(receiver, certificate) -> tuple[Receiver, list[str]]:
    """The receiver by https, and the names that were asked for in the handshake."""
    asked: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda sock, name, context: asked.append(name)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    return receiver, asked


def test_certificate_and_sni_are_those_of_the_name(https, certificate, monkeypatch):
    receiver, names = https
    context = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(sending, "tls_context", lambda: context)
    resolves_to(monkeypatch, "127.0.0.1")
    assert post(f"https://hooks.example:{receiver.port}/", b"{}", {}).status == 204
    assert names == ["hooks.example"]
    # Trusted, and for another name.
    outcome = post(f"https://other.example:{receiver.port}/", b"{}", {})
    assert outcome.error == Error.TLS
    assert len(receiver.received) == 1


def test_an_unknown_certificate_is_refused(https, monkeypatch):
    receiver, _names = https
    resolves_to(monkeypatch, "127.0.0.1")
    assert post(f"https://hooks.example:{receiver.port}/", b"{}", {}).error == Error.TLS
    assert receiver.received == []


def test_no_address_is_both():
    assert not may_call("hooks.example")
    assert ipaddress.ip_address("93.184.215.14").is_global
