"""Tasks by program, as people do them without an account: taken, handed in, given up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from privacy import secrets
from tests.access.calling import refused
from tests.petitions.at_once import at_once
from tests.volunteers.factories import TaskClaimFactory, TaskFactory, VolunteerFactory
from volunteers import services
from volunteers.models import Task, TaskClaim

pytestmark = pytest.mark.django_db
State = TaskClaim.State


@pytest.fixture(autouse=True)
def _often(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1000/minute")


def secret_of(person_key, purpose=secrets.SELF_SERVICE, days=1):
    return secrets.issue(purpose, person_key=person_key, lifetime=timedelta(days=days))


def send(task, deed, secret, **more):
    body = {"secret": secret} | more
    return Client().post(f"/api/v1/tasks/{task.pk}/{deed}/", body, "application/json")


def test_a_task_is_taken_handed_in_and_given_up():
    task, person = TaskFactory(), VolunteerFactory()
    secret = secret_of(person.pk)
    taken = send(task, "claims", secret)
    assert taken.json() == {"task": task.pk, "status": "claimed", "remark": ""}
    assert taken["Cache-Control"] == "no-store"
    assert send(task, "claims", secret).json() == taken.json()
    assert send(task, "results", secret, result=" ").status_code == 422
    assert send(task, "results", secret, result="Hier.").json()["status"] == "handed_in"
    assert TaskClaim.objects.get().result == "Hier."
    assert send(task, "departures", secret).json()["status"] == "dropped"
    assert Task.objects.get().taken == 0
    refused(send(task, "results", secret, result="Doch."), 409, "task_not_yours")


def test_what_is_approved_stays():
    person = VolunteerFactory()
    task = TaskFactory(maximum=2)
    TaskClaimFactory(task=task, volunteer=person, state=State.APPROVED)
    for deed, more in (("results", {"result": "x"}), ("departures", {})):
        refused(send(task, deed, secret_of(person.pk), **more), 409, "task_not_yours")


def test_nobody_does_what_is_somebody_elses():
    claim = TaskClaimFactory()
    secret = secret_of(VolunteerFactory().pk)
    for deed, more in (("results", {"result": "x"}), ("departures", {})):
        refused(send(claim.task, deed, secret, **more), 409, "task_not_yours")
    claim.refresh_from_db()
    assert claim.state == State.CLAIMED


def test_only_the_link_to_ones_own_page_says_who_one_is():
    task, person = TaskFactory(), VolunteerFactory()
    refused(send(task, "claims", "no"), 404, "secret_unknown")
    other = secret_of(person.pk, purpose="shift_leave")
    refused(send(task, "claims", other), 404, "secret_unknown")
    refused(send(task, "claims", secret_of(person.pk, days=-1)), 410, "secret_expired")
    refused(send(task, "claims", secret_of("somebody")), 409, "person_unknown")
    assert not TaskClaim.objects.exists()


def test_what_is_over_or_taken_is_refused_in_words():
    person = VolunteerFactory()
    closed, full = TaskFactory(state="closed"), TaskFactory()
    services.claim_task(full, VolunteerFactory().pk)
    for task in (closed, full):
        problem = refused(send(task, "claims", secret_of(person.pk)), 409, "task_not_takeable")
        assert problem["detail"]
    hidden = TaskFactory(state="draft")
    assert send(hidden, "claims", secret_of(person.pk)).status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_twelve_at_once_as_many_get_it_as_may_take_it():
    task = TaskFactory(maximum=3)
    secrets_of_all = iter([secret_of(VolunteerFactory().pk) for _ in range(12)])

    def take() -> int:
        return send(task, "claims", next(secrets_of_all)).status_code

    assert sorted(at_once(12, take)) == 3 * [200] + 9 * [409]
    assert Task.objects.get().taken == TaskClaim.objects.count() == 3
