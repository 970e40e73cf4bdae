"""Where mail goes, by MAIL_URL."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from config.mailers import choose_mailer


def choose(url: str, *, demo: bool = False) -> dict:
    return choose_mailer(url, demo=demo, var_dir=Path("/tmp/var"))  # noqa: S108


def test_a_demo_never_sends():
    assert (
        choose("smtps://mail.example.org", demo=True)["BACKEND"] == "mail.mailbox.MailboxBackend"
    )


def test_without_a_server_mail_is_put_into_files():
    assert choose("")["OPTIONS"] == {"file_path": "/tmp/var/mail"}  # noqa: S108


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://localhost", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtps://mail.example.org:2465", 2465, False, True),
    ],
)
def test_a_server(settings, url, port, starttls, tls):
    settings.MAILERS = {"default": choose(url)}
    mailer = mail.mailers["default"]
    assert (mailer.port, mailer.use_tls, mailer.use_ssl) == (port, starttls, tls)
    assert mailer.timeout == 20


def test_credentials_may_hold_any_character():
    options = choose("smtps://me%40example.org:p%2Fw%3A@mail.example.org")["OPTIONS"]
    assert (options["username"], options["password"]) == ("me@example.org", "p/w:")


def test_a_provider_by_anymail(settings, monkeypatch):
    monkeypatch.setenv("ANYMAIL_API_KEY", "key")
    monkeypatch.setenv("ANYMAIL_SENDER_DOMAIN", "example.org")
    settings.MAILERS = {"default": choose("anymail:mailgun")}
    assert mail.mailers["default"].esp_name == "Mailgun"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("smtp://me:secret@mail.example.org", "in the clear"),
        ("smtp://", "host"),
        ("mail.example.org", "must begin with"),
        ("anymail:../x", "anymail:<provider>"),
    ],
)
def test_an_unusable_address_stops_the_start_with_a_sentence(url, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as caught:
        choose(url)
    assert "secret" not in str(caught.value)
