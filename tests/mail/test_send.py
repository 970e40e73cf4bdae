"""One mail, as a mail program receives it."""

import logging
import smtplib
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.core import mail

from jobs.registry import GiveUp
from mail.services import send

LINK = "https://example.org/de/petitions/votes/confirm/s3cret/?a=1&b=2"


@pytest.fixture
def sent(letters):
    def send_one(language: str = "de", **given: object) -> mail.EmailMultiAlternatives:
        context = {"title": "Please confirm", "name": "Ayşe <b>", "link": LINK}
        send("letters/confirm", to="a@example.org", language=language, context=context, **given)
        return mail.outbox[-1]

    return send_one


def html_of(message: mail.EmailMultiAlternatives) -> str:
    (alternative,) = message.alternatives
    assert alternative.mimetype == "text/html"
    return alternative.content


def test_it_has_subject_text_and_html(sent):
    message = sent()
    assert message.subject == "Please confirm de"
    assert LINK in message.body
    assert "Ayşe &lt;b&gt;" in html_of(message)


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("tr", "ltr"), ("ar", "rtl")])
def test_language_and_direction_are_the_recipients(sent, language, direction):
    message = sent(language)
    assert message.subject.endswith(language)
    assert f'lang="{language}" dir="{direction}"' in html_of(message)
    assert message.extra_headers["Content-Language"] == language


def test_styles_are_inlined_and_dark_ones_kept(sent):
    html = html_of(sent())
    (button,) = [tag for tag in html.split("<") if 'class="button"' in tag]
    assert 'style="' in button
    assert "prefers-color-scheme: dark" in html


def test_headers_of_a_mail_that_answers_something(sent):
    headers = sent().message()
    assert headers["Auto-Submitted"] == "auto-generated"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    assert headers["Message-ID"].endswith(f"@{domain}>")
    assert "List-Unsubscribe" not in headers


def test_bulk_mail_can_be_unsubscribed_by_one_click(sent):
    message = sent(unsubscribe_url="https://example.org/me/x/")
    headers = message.message()
    assert headers["List-Unsubscribe"] == "<https://example.org/me/x/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://example.org/me/x/" in html_of(message)


def test_a_line_break_in_a_subject_is_no_header(letters):
    context = {"title": "Yes\r\nBcc: b@example.org", "name": "", "link": ""}
    send("letters/confirm", to="a@example.org", language="de", context=context)
    assert mail.outbox[-1].subject == "Yes Bcc: b@example.org de"
    assert "Bcc" not in mail.outbox[-1].message()


@pytest.mark.parametrize(("code", "raised"), [(550, GiveUp), (450, smtplib.SMTPRecipientsRefused)])
def test_only_a_refusal_for_good_ends_the_tries(sent, monkeypatch, code, raised):
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"a@example.org": (code, b"no")})

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    with pytest.raises(raised) as caught:
        sent()
    if raised is GiveUp:
        assert "example.org" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_the_log_names_nobody(sent, caplog):
    with caplog.at_level(logging.DEBUG):
        sent()
    assert "letters/confirm" in caplog.text
    assert "@" not in caplog.text
    assert "s3cret" not in caplog.text


def test_headers_of_one_mail_are_not_the_next_ones(sent):
    """The classes of headers are kept between mails, the headers are not."""
    first, second = (
        sent("de").message(),
        sent("ar", unsubscribe_url="https://x.example/").message(),
    )
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["Content-Language"], second["Content-Language"]) == ("de", "ar")
    assert "List-Unsubscribe" not in first
    plain = mail.EmailMultiAlternatives.message(mail.outbox[-1])
    assert [*plain] == [*second]
    assert plain["Subject"] == second["Subject"]
    assert plain["To"].addresses == second["To"].addresses
