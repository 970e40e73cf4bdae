"""The whole way of a signature, and what a production server wrote about it."""

import io
import logging.config

import pytest

from jobs.models import Job
from jobs.services import run_due
from privacy.models import AuditEntry
from web.logs import logging_settings

pytestmark = pytest.mark.django_db
TRACES = ("Ayşe", "Ay\\u015fe", "Yılmaz", "example.org", "44137", "192.0.2.77", "Firefox")


@pytest.fixture
def written(settings):
    stream = io.StringIO()
    production = logging_settings(json=True, level="DEBUG")
    production["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(production)
    yield stream.getvalue
    logging.config.dictConfig(settings.LOGGING)


def test_nothing_personal_is_logged_on_the_way(client, typed, secret_mailed, written):
    about = {"headers": {"user-agent": "Firefox/1"}, "REMOTE_ADDR": "192.0.2.77"}
    url = "/en/petitions/wahlrecht/sign/"
    client.post(url, typed, **about)
    client.post(url, typed | {"email": "ayse@example"}, **about)
    client.post(url, typed, **about)
    secret = secret_mailed()
    for _ in range(2):
        client.post(f"/en/petitions/wahlrecht/confirm/{secret}/", **about)
    client.post("/en/me/", {"email": typed["email"]}, **about)
    run_due()
    lines = written()
    assert "petitions/wahlrecht/sign/" in lines
    for trace in (*TRACES, secret):
        assert trace not in lines
        assert trace not in str(Job.objects.values())
        assert trace not in str(AuditEntry.objects.values())


def test_a_failure_while_signing_quotes_nothing(client, typed, written, monkeypatch):
    def fail(slug, details, network):
        raise ValueError(f"{details.email} {details.given_name}")

    monkeypatch.setattr("petitions.services.sign", fail)
    client.raise_request_exception = False
    assert client.post("/en/petitions/wahlrecht/sign/", typed).status_code == 500
    assert "ValueError" in written()
    for trace in TRACES:
        assert trace not in written()
