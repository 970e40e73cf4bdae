"""What counts of an answer: its status, whatever its body does, and a wish where it is one."""

from __future__ import annotations

import pytest

from tests.webhooks.servers import head, speaking
from webhooks import sending
from webhooks.models import Delivery
from webhooks.sending import post

Error = Delivery.Error


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
        assert outcome.took < 5000


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
