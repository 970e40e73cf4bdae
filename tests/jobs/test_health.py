"""/livez and /readyz, as monitors see them."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from jobs import health, leases
from jobs.models import Heartbeat, Job
from jobs.services import enqueue


@pytest.fixture
def alive(db) -> None:
    leases.beat("worker")
    leases.beat("beat")


def test_livez_needs_nothing_else(client):
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_proxy_may_ask_livez_by_the_address_of_the_node(client, settings):
    settings.ALLOWED_HOSTS = ["mitstimme.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/livez", headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_ready_when_every_part_is_well(client, alive):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_without_any_heartbeat_worker_and_beat_are_named(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["beat", "worker"])


def test_an_old_heartbeat_is_an_outage(client, alive):
    Heartbeat.objects.filter(name="worker").update(beat_at=timezone.now() - timedelta(minutes=1))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["worker"])


def test_a_mail_nobody_tried_to_send_for_long_is_an_outage(client, alive):
    enqueue("test.mail", queue="mail")
    assert client.get("/readyz").status_code == 200
    Job.objects.update(wanted_at=timezone.now() - timedelta(minutes=16))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["mail"])
    assert answer.json()["checks"]["mail"]["oldest_untried_seconds"] >= 16 * 60


def test_a_signature_nobody_tried_to_store_for_long_is_an_outage(client, alive):
    enqueue("test.store", queue="intake")
    assert client.get("/readyz").status_code == 200
    Job.objects.update(wanted_at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["jobs"])
    Job.objects.update(attempts=1)
    assert client.get("/readyz").status_code == 200


def test_one_bad_mailbox_is_told_and_is_no_outage(client, alive):
    enqueue("test.mail", queue="mail")
    Job.objects.update(wanted_at=timezone.now() - timedelta(hours=3), attempts=10)
    enqueue("test.mail", queue="mail")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["mail"]["oldest_unsent_seconds"] >= 3 * 3600


def test_a_mail_for_tomorrow_is_not_late(client, alive):
    enqueue("test.mail", queue="mail", due_at=timezone.now() + timedelta(days=1))
    assert client.get("/readyz").status_code == 200


def test_a_database_that_does_not_answer_is_named(client, alive, monkeypatch):
    def fail(*_: object) -> None:
        raise OperationalError("password of mitstimme@db wrong")

    monkeypatch.setattr(health, "_heartbeat", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])
    assert "password" not in answer.content.decode()


def test_health_pages_are_read_only(client):
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405
