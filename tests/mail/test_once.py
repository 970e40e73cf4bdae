"""A job's mail is handed over at most once: whatever dies or answers oddly in between."""

import pytest
from django.core.mail import EmailMessage, mailers

from jobs import registry
from jobs.models import Job
from jobs.services import enqueue, run, run_again
from mail.once import NOTE, send_once
from mail.smtp import EmailBackend, door
from tests.jobs.conftest import add_handler
from tests.mail.server import Server

pytestmark = pytest.mark.django_db
State = Job.State


class Killed(BaseException):
    """Nothing is written any more after it, as after kill -9."""


@pytest.fixture
def server(monkeypatch):
    with Server() as started:
        host, port = started.address.split(":")
        backend = EmailBackend(host=host, port=int(port), timeout=5, alias="default")
        monkeypatch.setattr("mail.handing.mailers", {"default": backend})
        door.open()
        yield started


@pytest.fixture
def job(monkeypatch):
    """A job that sends one mail."""
    monkeypatch.setattr(registry, "HANDLERS", registry.HANDLERS)

    def send(payload):
        send_once(EmailMessage("Neu", "Text", "us@example.org", [f"{payload['to']}@example.org"]))

    add_handler(monkeypatch, "test.mail", send)
    enqueue("test.mail", {"to": "ayse"})
    return Job.objects.get()


def tried_again(job: Job) -> bool:
    """As when the lease of its worker has run out, or its time to wait is over."""
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00Z", due_at=job.created_at)
    ended = run(job.pk)
    job.refresh_from_db()
    return ended


def killed_at(place: str, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the job and end its worker where this function would begin."""

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, killed)
        with pytest.raises(Killed):
            run(job.pk)


def test_once_and_the_note_goes_with_the_payload(server, job):
    assert run(job.pk)
    job.refresh_from_db()
    assert server.taken == ["ayse@example.org"]
    assert (job.state, job.payload) == (State.DONE, {})


def test_killed_after_the_answer_it_is_not_sent_again(server, job, monkeypatch):
    killed_at("jobs.services._finish", job, monkeypatch)
    job.refresh_from_db()
    assert job.payload[NOTE] == ["taken", 1]
    assert tried_again(job)
    assert server.taken == ["ayse@example.org"]


def test_killed_before_the_bytes_leave_it_is_sent_later(server, job, monkeypatch):
    killed_at("mail.once._Handing.before", job, monkeypatch)
    assert server.taken == []
    assert tried_again(job)
    assert server.taken == ["ayse@example.org"]


def test_killed_in_between_people_decide(server, job, monkeypatch):
    killed_at("mail.once._Handing.after", job, monkeypatch)
    assert not tried_again(job)
    assert (job.state, job.last_error) == (State.FAILED, "MayHaveLeft")
    assert server.taken == ["ayse@example.org"], "nobody sent it again by themselves"
    assert run_again(Job.objects.filter(pk=job.pk)) == 1
    assert tried_again(job)
    assert server.taken == ["ayse@example.org"] * 2, "somebody wanted it"


def test_a_server_that_vanishes_after_the_mail_leaves_it_open(server, job):
    server.hangs_up_after_data = True
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.FAILED, "MayHaveLeft")


@pytest.mark.parametrize("answer", ["answers_data", "answers_mail"])
def test_what_the_server_puts_off_is_sent_later(server, job, answer):
    setattr(server, answer, b"450 not now\r\n")
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.QUEUED, "NotTaken")
    assert NOTE not in job.payload
    setattr(server, answer, b"")
    assert tried_again(job)
    assert server.taken == ["ayse@example.org"]


def test_what_it_refuses_fails_at_once(server, job):
    server.refuses = b"ayse@"
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.FAILED, "GiveUp")


def test_whose_job_it_is_no_more_sends_nothing(server, job, monkeypatch):
    def another_takes_it(*_):
        Job.objects.filter(pk=job.pk).update(attempts=5)

    genuine = EmailBackend.send_messages

    def slow(backend, messages):
        another_takes_it()
        return genuine(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    assert not run(job.pk)
    assert server.taken == []
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.RUNNING, 5)


def test_outside_of_a_job_there_is_no_once():
    with pytest.raises(RuntimeError):
        send_once(EmailMessage("Neu", "Text", "us@example.org", ["a@example.org"]))
    assert mailers["default"] is not None
