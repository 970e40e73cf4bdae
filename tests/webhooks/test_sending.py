"""One POST: to checked public addresses, by https, without following, for ten seconds."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.webhooks.receiver import Receiver, listening
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


def resolves_to(monkeypatch, *addresses: str) -> list[str]:
    """Mock DNS at the edge; gives the list of names that were asked."""
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in one else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (one, port),
            )
            for one in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


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


@contextmanager
def speaking(*parts: bytes, every: float = 0.0, resets: bool = False) -> Iterator[str]:
    """A server that says these bytes, one after the other, and never ends, or `resets`."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            for part in parts:
                try:
                    connection.sendall(part)
                except OSError:
                    return
                if ended.wait(every):
                    return
            if resets:
                # Whoever closes without lingering sends a reset.
                lingers_not = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingers_not)
                return
            ended.wait(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        ended.set()
        server.close()
        thread.join()


def test_a_target_that_hangs_is_left_at_the_deadline():
    with speaking() as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=0.3).error == Error.TIMEOUT
        assert time.monotonic() - began < 1


def test_a_target_that_drips_is_left_at_the_deadline():
    """Each byte in time, and all of them never."""
    with speaking(*[b"H"] * 200, every=0.05) as url:
        began = time.monotonic()
        assert post(url, b"{}", {}, seconds=0.5).error == Error.TIMEOUT
        assert time.monotonic() - began < 1


def head(status: bytes = b"200 OK", *lines: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, *lines, b"", b""])


@pytest.mark.parametrize(
    ("status", "error"), [(b"200 OK", ""), (b"410 Gone", Error.GONE), (b"503 Busy", Error.STATUS)]
)
@pytest.mark.parametrize(
    "framing",
    [b"Content-Length: 1000", b"Transfer-Encoding: chunked", b"Connection: close"],
    ids=["length", "chunks", "close"],
)
def test_the_status_counts_and_a_body_that_drips_is_left(monkeypatch, status, error, framing):
    """Else it would be told twice. A body that never ends holds no thread for long."""
    monkeypatch.setattr(sending, "BODY_SECONDS", 0.2)
    with speaking(head(status, framing), *[b"1"] * 200, every=0.05) as url:
        outcome = post(url, b"{}", {})
        assert (outcome.status, outcome.error) == (int(status[:3]), error)
        assert outcome.took < 1000


@pytest.mark.parametrize(
    "rest",
    [
        head(b"200 OK", b"Content-Length: 1000") + b"so far",
        head(b"200 OK", b"Transfer-Encoding: chunked") + b"no chunk\r\n",
        head(b"200 OK", b"Transfer-Encoding: chunked") + b"-5\r\nwords\r\n",
        head(b"200 OK", b"Transfer-Encoding: chunked") + b"f" * 70_000,
    ],
    ids=["reset", "no chunks", "negative", "endless"],
)
def test_a_success_whose_body_breaks_is_a_success(rest):
    with speaking(rest, every=0.1, resets=True) as url:
        outcome = post(url, b"{}", {})
        assert (outcome.status, outcome.error) == (200, "")


@pytest.mark.parametrize(
    "wish",
    [
        "9" * 5000,
        "-5",
        "1e9",
        "soon",
        " ",
        "Fri, 99 Dec 2026 00:00:00 GMT",
        f"Fri, {'9' * 20} Dec 2026 00:00:00 GMT",
        f"Fri, 31 Dec {'9' * 5000} 00:00:00 GMT",
        "Fri, 31 Dec 99999 00:00:00 GMT",
        "Fri, 31 Dec 2026 00:00:00 +9999",
        "Fri, 31 Dec 2026 25:61:61 GMT",
        "\xe9\xff",
    ],
)
@pytest.mark.parametrize(("status", "error"), [(200, ""), (503, Error.STATUS)])
def test_a_wish_that_nothing_can_be_made_of_is_none(receiver, wish, status, error):
    receiver.answer = lambda received: (status, {"Retry-After": wish}, b"")
    outcome = post(receiver.url, b"{}", {})
    assert (outcome.status, outcome.error, outcome.retry_after) == (status, error, None)


@pytest.mark.parametrize(
    ("wish", "least", "most"),
    [
        ("0", 0, 0),
        ("9" * 4000, 10**7, 10**7),
        ("Sat, 01 Jan 0001 00:00:00 GMT", 0, 0),
        ("Sun, 06 Nov 1994 08:49:37", 0, 0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 10**10, 10**12),
    ],
)
def test_a_wish_from_far_away_is_one(receiver, wish, least, most):
    """How much of it is heeded is decided elsewhere (LONGEST_WISH)."""
    receiver.answer = lambda received: (503, {"Retry-After": wish}, b"")
    outcome = post(receiver.url, b"{}", {})
    assert outcome.retry_after is not None
    assert least <= outcome.retry_after.total_seconds() <= most


def test_a_name_server_that_hangs_is_left_at_the_deadline(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: time.sleep(2) or [])
    began = time.monotonic()
    assert post("http://hooks.example/", b"{}", {}, seconds=0.2).error == Error.TIMEOUT
    assert time.monotonic() - began < 1


def test_other_failures_have_words():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/", b"{}", {}).error == Error.CONNECT
    assert post("http://nowhere.invalid/", b"{}", {}).error == Error.DNS
    with speaking(b"SSH-2.0-OpenSSH\r\n") as url:
        assert post(url, b"{}", {}, seconds=1).error == Error.BROKEN


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """For hooks.example, by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


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
