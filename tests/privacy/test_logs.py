"""Nothing these pages do brings an address, a name, a key or a mailed secret into the logs.

The masking itself is web.logs, tested in tests/web; here it meets real requests.
"""

import io
import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from jobs.services import run_due
from privacy import consents, secrets
from web.logs import logging_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(caplog):
    """All that production would write, and also what it would leave out as unimportant."""
    form = logging_settings(json=True, level="DEBUG")["formatters"]["structured"]
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(ProcessorFormatter(**{k: v for k, v in form.items() if k != "()"}))
    # Silent by setting, since it holds what people typed.
    handler.addFilter(lambda record: not record.name.startswith("django.db"))
    for logger in ("", "django", "django.request"):
        caplog.set_level(logging.DEBUG, logger)
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def test_none_of_these_pages_writes_personal_data_to_a_log(client, ada, diary, written):
    consents.give(ada, "test.news", "Send me news.", "en")
    secret = secrets.issue(secrets.SELF_SERVICE, person_key=ada, lifetime=timedelta(days=1))
    expired = secrets.issue(secrets.SELF_SERVICE, person_key=ada, lifetime=timedelta(0))
    consent = consents.standing(ada).get().pk
    own = reverse("privacy:self_service", args=[secret])
    client.post(reverse("privacy:ask"), {"email": "ada@example.org"})
    client.post(reverse("privacy:ask"), {"email": "ada@@example.org"})
    run_due()
    client.get(own)
    client.put(own)
    client.get(reverse("privacy:self_service", args=[expired]))
    client.get(reverse("privacy:export", args=[secret]))
    client.post(own + "erase/", headers={"Sec-Fetch-Site": "cross-site"})
    client.post(reverse("privacy:withdraw_consent", args=[secret, consent]))
    client.post(own + "export/")
    client.post(own + "erase/")
    client.get(own)
    lines = written.getvalue()
    assert "Method Not Allowed" in lines, "the capture works"
    for personal in ("ada@", "example.org", "Ada", ada, secret, expired):
        assert personal not in lines


def test_a_failure_is_logged_without_what_it_was_about(client, ada, diary, written, monkeypatch):
    def fail(person_key, language):
        raise ValueError(f"{person_key} is ada@example.org")

    secret = secrets.issue(secrets.SELF_SERVICE, person_key=ada, lifetime=timedelta(days=1))
    monkeypatch.setattr("privacy.services.sections", fail)
    client.raise_request_exception = False
    assert client.get(reverse("privacy:self_service", args=[secret])).status_code == 500
    lines = written.getvalue()
    assert "ValueError" in lines
    for personal in ("ada@example.org", ada, secret):
        assert personal not in lines
