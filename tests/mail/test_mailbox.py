"""The demo's mailbox: every mail at hand in a demo, and no page at all elsewhere."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from mail.models import DemoMessage
from mail.services import send

LINK = "https://example.org/de/petitions/votes/confirm/s3cret/"


@pytest.fixture
def demo(settings, db) -> None:
    settings.DEMO = True
    settings.MAILERS = {"default": {"BACKEND": "mail.mailbox.MailboxBackend"}}


@pytest.fixture
def message(demo, letters) -> DemoMessage:
    context = {"title": "Please confirm", "name": "<script>alert(1)</script>", "link": LINK}
    send("letters/confirm", to="a@example.org", language="tr", context=context)
    return DemoMessage.objects.get()


def test_a_mail_of_a_demo_is_kept(message):
    assert (message.recipient, message.language) == ("a@example.org", "tr")
    assert LINK in message.text
    assert LINK in message.html


def test_the_list_shows_the_newest_first(client, message):
    DemoMessage.objects.create(recipient="b@example.org", subject="Newer", text="")
    page = client.get("/mailbox/").content.decode()
    assert page.index("Newer") < page.index("Please confirm")
    assert "a@example.org" in page


@pytest.mark.parametrize("path", ["/mailbox/", "/mailbox/1/"])
def test_the_day_is_written_as_the_language_writes_it(client, demo, path):
    DemoMessage.objects.create(pk=1, recipient="b@example.org", subject="x", text="")
    DemoMessage.objects.update(sent_at=datetime(2026, 11, 24, 15, 57, tzinfo=UTC))
    page = client.get(path, headers={"Accept-Language": "ar"}).content.decode()
    assert "24 نوفمبر" in page


def test_a_message_has_its_links_clickable_and_everything_else_escaped(client, message):
    answer = client.get(f"/mailbox/{message.pk}/")
    page = answer.content.decode()
    assert f'href="{LINK}"' in page
    assert "<script>alert" not in page
    assert f'src="/mailbox/{message.pk}/html/"' in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_the_html_is_framed_under_rules_of_its_own(client, message):
    answer = client.get(f"/mailbox/{message.pk}/html/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in answer.content.decode()


@pytest.mark.parametrize("path", ["/mailbox/", "/mailbox/1/", "/mailbox/1/html/"])
def test_outside_a_demo_there_is_no_mailbox(client, db, path):
    DemoMessage.objects.create(pk=1, recipient="a@example.org", subject="x", text="x")
    assert client.get(path).status_code == 404


def test_outside_a_demo_nothing_is_stored(settings, letters, db):
    settings.MAILERS = {"default": {"BACKEND": "mail.mailbox.MailboxBackend"}}
    with pytest.raises(ImproperlyConfigured):
        send("letters/confirm", to="a@example.org", language="de", context={})
    assert not DemoMessage.objects.exists()


def test_the_list_asks_a_fixed_number_of_questions(client, demo, django_assert_num_queries):
    client.get("/mailbox/")  # who runs the platform is read once
    for rows in (1, 3):
        for _ in range(rows):
            DemoMessage.objects.create(recipient="a@example.org", subject="x", text="x")
        with django_assert_num_queries(2):
            client.get("/mailbox/")
