import io
import json
import logging.config

import pytest
import structlog
from django.test import Client

from web.logs import logging_settings, masked

SECRET = "Zk3vQ0nXb7mC9dE1fG5hI8jK2lM4oP6qR-sT_uV0wxY"


@pytest.fixture
def written(settings):
    """What a production server would have written, line by line."""
    stream = io.StringIO()
    production = logging_settings(json=True, level="INFO")
    production["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(production)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"GET /de/me/{SECRET}/export/", "GET /de/me/…/export/"),
        (f"GET /de/petitions/x/confirm/{SECRET}/", "GET /de/petitions/x/confirm/…/"),
        ("GET /de/petitions/x/confirm/abc", "GET /de/petitions/x/confirm/…"),
        (f"GET /somewhere/{SECRET}", "GET /somewhere/…"),
        ("GET /de/search/?q=ayse", "GET /de/search/"),
        ("no mail to ayse.o+x@mail.example.org.", "no mail to <address>."),
        ("GET /de/petitions/wahlrecht-fuer-alle/", "GET /de/petitions/wahlrecht-fuer-alle/"),
        ("Really? Yes.", "Really? Yes."),
    ],
)
def test_masking(text, said):
    assert masked(text).rstrip(".") == said.rstrip(".")


def test_a_request_is_logged_without_the_person(written, db):
    Client().get(
        f"/refuse/missing/?mail=ayse@example.org&x={SECRET}",
        headers={"user-agent": "Firefox/1"},
        REMOTE_ADDR="192.0.2.77",
    )
    Client().get(f"/de/me/{SECRET}/")
    lines = written()
    assert [(line["code"], line["request"]) for line in lines] == [
        (404, "GET /refuse/missing/"),
        (404, "GET /de/me/…/"),
    ]
    assert lines[0]["request_id"]
    for trace in ("ayse", SECRET, "Firefox", "192.0.2"):
        assert trace not in json.dumps(lines)


def test_a_failure_is_logged_with_its_place_not_its_words(written, db):
    Client(raise_request_exception=False).get("/refuse/broken/")
    lines = written()
    assert len(lines) == 1
    failed = lines[0]
    assert failed["event"] == "request_failed"
    assert failed["exception"][0]["type"] == "RuntimeError"
    assert "urls.py" in failed["exception"][0]["frames"][-1]
    assert "somebody" not in json.dumps(lines)


def test_other_loggers_pass_the_same_mask(written):
    logging.getLogger("other").warning("mail to %s", "a@example.org")
    structlog.get_logger("ours").warning("sent", to="b@example.org", count=3)
    first, second = written()
    assert first["event"] == "mail to <address>"
    assert (second["to"], second["count"]) == ("<address>", 3)
