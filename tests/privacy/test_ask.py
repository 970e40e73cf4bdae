"""Asking for a link: the same answer for everyone, a mail only for who is known."""

import pytest
from django.core import mail
from django.urls import reverse

from jobs.models import Job
from jobs.services import run_due
from privacy.models import Secret

pytestmark = pytest.mark.django_db
URL = "/de/me/"


def ask(client, email="ada@example.org", **headers):
    return client.post(URL, {"email": email}, headers=headers)


def test_the_page_asks_for_the_address(client):
    page = client.get(URL)
    assert page.status_code == 200
    assert 'type="email"' in page.text
    assert 'autocomplete="email"' in page.text
    assert reverse("privacy:ask") in page.text


def test_the_page_stays_out_of_caches_and_search_engines(client):
    page = client.get(URL)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_who_is_known_gets_a_mail_with_a_link_that_opens(client, diary, settings):
    assert ask(client, "ADA+x@example.org").status_code == 200
    run_due()
    [message] = mail.outbox
    assert message.to == ["ada@example.org"]
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    assert link.startswith(f"{settings.SITE_URL}/de/me/")
    assert link in message.alternatives[0].content
    assert client.get(link.removeprefix(settings.SITE_URL)).status_code == 200


def test_a_stranger_gets_the_same_answer_and_no_mail(client, diary):
    known, unknown = ask(client), ask(client, "stranger@example.org")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert Job.objects.count() == 2
    run_due()
    assert len(mail.outbox) == 1
    assert Secret.objects.count() == 1


def test_the_job_holds_no_address(client, ada, diary):
    ask(client)
    job = Job.objects.get()
    assert job.payload == {"person_keys": [ada], "language": "de"}
    assert "example.org" not in str(Job.objects.values())


def test_asking_twice_before_the_mail_is_out_sends_one(client, diary):
    ask(client)
    ask(client, "Ada@Example.org")
    run_due()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a@b@c.de", '"a b"@example.org'])
def test_a_wrong_address_is_said_and_nothing_is_sent(client, email):
    page = ask(client, email)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert not Job.objects.exists()


def test_a_foreign_page_cannot_ask(client):
    assert ask(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ask(client, Origin="https://evil.example").status_code == 403
    assert not Job.objects.exists()


def test_too_many_from_one_network_are_told_to_wait(client, settings):
    settings.LIMITS = settings.LIMITS | {"link:network": "2/minute"}
    assert [ask(client, f"p{n}@example.org").status_code for n in range(3)] == [200, 200, 429]
    refused = ask(client)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert Job.objects.count() == 2


def test_too_many_for_one_address_get_the_same_answer_and_no_more_mail(client, diary, settings):
    settings.LIMITS = settings.LIMITS | {"link:address": "2/hour"}
    answers = []
    for _ in range(4):
        answers.append(ask(client).text)
        run_due()
    assert len(set(answers)) == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405
