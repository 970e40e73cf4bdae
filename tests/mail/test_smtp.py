"""Connections to the mail server: kept while they work, and no mail is lost when they break."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from config.mailers import choose_mailer
from jobs.models import Job
from jobs.services import enqueue, run_due
from mail import smtp
from tests.jobs.conftest import add_handler
from tests.mail.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as started:
        yield started


def reaching(server: Server) -> dict[str, object]:
    return {"default": choose_mailer(f"smtp://{server.address}", demo=False, var_dir=Path())}


@pytest.fixture(autouse=True)
def post(settings, server):
    settings.MAILERS = reaching(server)
    yield
    smtp._of_thread.__dict__.clear()
    smtp.door.open()


def send(to: str = "a@example.org") -> None:
    mail.EmailMessage("Hello", "…", settings.DEFAULT_FROM_EMAIL, [to]).send(using="default")


def test_many_mails_share_a_connection(server):
    for _ in range(3):
        send()
    assert (server.mails, server.connections) == (3, 1)


def test_a_connection_carries_only_so_many(server, monkeypatch):
    monkeypatch.setattr(smtp, "MAILS_EACH", 2)
    for _ in range(3):
        send()
    assert (server.mails, server.connections) == (3, 2)
    assert server.farewells == 1


def test_one_that_was_idle_for_long_is_not_used(server, monkeypatch):
    send()
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0)
    send()
    assert (server.mails, server.connections) == (2, 2)


def test_one_that_the_server_has_closed_costs_no_try(server):
    send()
    server.hang_up()
    send()
    assert (server.mails, server.connections) == (2, 2)


def test_one_that_leads_elsewhere_is_not_used(server, settings):
    send()
    with Server() as other:
        settings.MAILERS["default"]["OPTIONS"]["port"] = int(other.address.rpartition(":")[2])
        send()
        assert (server.mails, other.mails) == (1, 1)


def test_a_failure_is_raised_once_and_nothing_is_kept(server):
    send()
    server.hangs_up_after_data = True
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send()
    assert server.connections == 1
    server.hangs_up_after_data = False
    send()
    assert (server.mails, server.connections) == (2, 2)


def test_a_refused_address_is_no_harm_to_the_next(server):
    server.refuses = b"b@example.org"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send("b@example.org")
    send()
    assert server.mails == 1


def test_a_server_that_is_away_is_tried_by_one_every_few_seconds(server, settings, monkeypatch):
    tried, clock = [], [100.0]
    monkeypatch.setattr(smtp.time, "monotonic", lambda: clock[0])
    genuine = smtp.EmailBackend.open

    def meanwhile(backend):
        tried.append(clock[0])
        if len(tried) == 2:
            # The second try takes long; who comes meanwhile doesn't wait for it, too.
            with pytest.raises(smtp.ServerIsAway):
                send()
        return genuine(backend)

    monkeypatch.setattr(smtp.EmailBackend, "open", meanwhile)
    server.__exit__(None, None, None)
    for later in (0, 1, 14, 1):
        clock[0] += later
        with pytest.raises(ConnectionError):
            send()
    assert tried == [100, 115]
    with Server() as back:
        smtp.door.open()
        settings.MAILERS = reaching(back)
        send()
        assert back.mails == 1


@pytest.mark.django_db
def test_a_mail_whose_connection_breaks_is_sent_by_its_job_once_more(server, monkeypatch):
    add_handler(monkeypatch, "test.mail", lambda payload: send())
    send()
    server.hangs_up_after_data = True
    enqueue("test.mail")
    assert run_due() == 0
    server.hangs_up_after_data = False
    Job.objects.update(due_at=timezone.now())
    assert run_due() == 1
    assert server.mails == 2
