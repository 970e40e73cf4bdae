"""A handler says how far it is; its row keeps it, and only while the claim holds."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from jobs import leases, progress, services
from jobs.models import Job
from jobs.services import claim, enqueue, run_due
from tests.jobs.conftest import add_handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def always_writes(monkeypatch):
    monkeypatch.setattr(progress, "WRITE_SECONDS", 0)


def numbers() -> tuple[int | None, int | None]:
    return Job.objects.values_list("done", "total").get()


def test_the_row_follows_the_handler(monkeypatch, always_writes):
    seen = []

    def handle(payload: dict) -> None:
        for _ in services.progress(["a", "b", "c"]):
            seen.append(numbers())

    add_handler(monkeypatch, "test.long", handle)
    enqueue("test.long")
    assert numbers() == (None, None)
    assert run_due() == 1
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert numbers() == (3, 3)


def test_it_writes_at_most_once_a_second(monkeypatch, django_assert_num_queries):
    enqueue("test.long")
    job = claim(Job.objects.get().pk)
    with leases.held(job), django_assert_num_queries(2):
        assert list(services.progress(iter(range(10_000)), total=10_000)) == list(range(10_000))
    assert numbers() == (10_000, 10_000)


def test_without_a_total_only_what_is_done_is_told():
    enqueue("test.long")
    with leases.held(claim(Job.objects.get().pk)):
        list(services.progress(iter("abc")))
    assert numbers() == (3, None)


def test_who_lost_the_claim_writes_nothing(always_writes):
    enqueue("test.long")
    lost = claim(Job.objects.get().pk)
    Job.objects.update(attempts=2, done=7, total=9)
    with leases.held(lost):
        list(services.progress("abc"))
    assert numbers() == (7, 9)


def test_it_renews_no_lease(always_writes):
    enqueue("test.long")
    job = claim(Job.objects.get().pk)
    with leases.held(job):
        list(services.progress("abc"))
    assert Job.objects.get().lease_until == job.lease_until


def test_a_new_try_begins_anew():
    enqueue("test.long")
    Job.objects.update(done=7, total=9)
    claim(Job.objects.get().pk)
    assert numbers() == (None, None)


def test_outside_of_a_job_nothing_is_written(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(services.progress("abc")) == ["a", "b", "c"]


def test_the_admin_shows_it(client):
    user = get_user_model().objects.create_superuser(email="root@example.org", password="x")
    client.force_login(user)
    enqueue("test.long")
    Job.objects.update(done=1200, total=5000)
    with_english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = client.get(reverse("admin:jobs_job_changelist"), **with_english).content.decode()
    assert "1,200 of 5,000" in page
