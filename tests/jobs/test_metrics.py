"""/metrics: for this machine and holders of the token, at a fixed cost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from jobs import leases, metrics
from jobs.models import Heartbeat, Job
from jobs.services import enqueue
from web import metrics as web_metrics

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-thirty-two-characters!"


def read(client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in lines
        if not line.startswith("#")
    }


def test_it_is_never_cached_and_read_only(client):
    assert "no-store" in client.get("/metrics")["Cache-Control"]
    assert client.post("/metrics").status_code == 405
    assert "Set-Cookie" not in client.get("/metrics").headers


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("", {}, 404),
        # A proxy on this machine asks for somebody else.
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"x-forwarded-proto": "https"}, 404),
        ("10.1.2.3", {"authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"x-forwarded-for": "1.2.3.4", "authorization": f"Bearer {TOKEN}"}, 200),
        ("10.1.2.3", {"authorization": f"Bearer {TOKEN}x"}, 404),
        ("10.1.2.3", {"authorization": "Bearer "}, 404),
    ],
)
def test_who_may_read_it(client, settings, address, headers, status):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", REMOTE_ADDR=address, headers=headers).status_code == status


def test_without_a_token_no_token_opens_it(client, settings):
    settings.METRICS_TOKEN = ""
    asked = client.get("/metrics", REMOTE_ADDR="10.1.2.3", headers={"authorization": "Bearer "})
    assert asked.status_code == 404


def test_requests_are_counted_by_view_and_class(client):
    unready = 'mitstimme_request_seconds_count{status="5xx",view="jobs:readyz"}'
    missing = 'mitstimme_request_seconds_count{status="4xx",view="none"}'
    before = read(client)
    client.get("/readyz")
    client.get("/nothing/of/that/name/at/all")
    after = read(client)
    assert after[unready] == before.get(unready, 0) + 1
    assert after[missing] == before.get(missing, 0) + 1
    assert not any("of/that/name" in name for name in after)


def test_the_queue_is_told(client):
    enqueue("test.mail", queue="mail")
    enqueue("test.mail", queue="mail")
    Job.objects.update(wanted_at=timezone.now() - timedelta(minutes=5))
    enqueue("test.failed")
    enqueue("test.done")
    enqueue("test.long_done")
    Job.objects.filter(kind="test.failed").update(state=Job.State.FAILED)
    done = Job.objects.filter(kind__contains="done")
    done.update(state=Job.State.DONE, finished_at=timezone.now())
    old = Job.objects.filter(kind="test.long_done")
    old.update(finished_at=timezone.now() - timedelta(days=1))
    leases.beat("worker")
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=1))

    told = read(client)
    assert told['mitstimme_jobs{queue="mail",state="queued"}'] == 2
    assert told['mitstimme_jobs{queue="default",state="failed"}'] == 1
    assert told['mitstimme_jobs{queue="default",state="done"}'] == 1
    assert told['mitstimme_oldest_mail_seconds{which="untried"}'] >= 300
    assert told['mitstimme_heartbeat_age_seconds{process="worker"}'] >= 60
    assert told["mitstimme_unfolded_tally_entries"] == 0
    assert told["mitstimme_counts_repaired_last_day"] == 0
    assert told["mitstimme_database_up"] == 1


@pytest.mark.parametrize("jobs", [1, 3])
def test_it_takes_a_fixed_number_of_queries(client, django_assert_num_queries, jobs):
    for number in range(jobs):
        enqueue(f"test.{number}", queue="mail")
    leases.beat("worker")
    with django_assert_num_queries(7):
        read(client)


def test_without_a_database_it_says_so(client, monkeypatch):
    def fail() -> float:
        raise OperationalError("password of mitstimme@db wrong")

    one = web_metrics.Gauge("mitstimme_jobs", "", fail)
    monkeypatch.setitem(web_metrics._gauges, "mitstimme_jobs", one)
    told = read(client)
    assert told["mitstimme_database_up"] == 0
    assert any(name.startswith("mitstimme_request_seconds") for name in told)


def test_the_documented_metrics_are_those_there_are():
    text = (ROOT / "docs/operations.md").read_text()
    own = {"mitstimme_request_seconds", "mitstimme_shed_total", "mitstimme_database_up"}
    named = set(re.findall(r"\bmitstimme_\w+", text)) - {"mitstimme_request_seconds_count"}
    assert named == own | set(web_metrics._gauges)


def test_registering_again_changes_nothing():
    before = list(web_metrics._gauges)
    metrics.register()
    assert list(web_metrics._gauges) == before
