"""Failed jobs are seen in the admin and can be run again there; nothing else can be done."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from jobs.models import Job
from jobs.services import enqueue

LIST = "admin:jobs_job_changelist"


@pytest.fixture
def superuser(db):
    return get_user_model().objects.create_superuser(email="root@example.org", password="x")


def test_a_failed_job_is_run_again(client, superuser):
    client.force_login(superuser)
    enqueue("test.note")
    Job.objects.update(state=Job.State.FAILED, last_error="ConnectionError")
    assert "ConnectionError" in client.get(reverse(LIST)).content.decode()

    job = Job.objects.get()
    action = {"action": "run_failed_again", "_selected_action": [str(job.pk)]}
    assert client.post(reverse(LIST), action).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)


def test_jobs_are_not_edited(client, superuser):
    client.force_login(superuser)
    enqueue("test.note")
    assert client.get(reverse("admin:jobs_job_add")).status_code == 403
    assert (
        client.post(reverse("admin:jobs_job_delete", args=[Job.objects.get().pk])).status_code
        == 403
    )
