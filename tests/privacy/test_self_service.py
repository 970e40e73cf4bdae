"""The page behind the link: see everything, withdraw, take along, erase."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from privacy import consents, registry, secrets, services
from privacy.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(ada):
    return secrets.issue(secrets.SELF_SERVICE, person_key=ada, lifetime=timedelta(days=30))


def url(name, *args) -> str:
    with translation.override("de"):
        return reverse(f"privacy:{name}", args=args)


def test_it_shows_what_every_app_holds_and_what_stands(client, ada, bob, diary, secret):
    consents.give(ada, "test.sign", "<i>I agree.</i>", "en")
    consents.give(ada, "test.old", "Long ago.", "en")
    consents.withdraw(ada, "test.old")
    consents.give(bob, "test.sign", "Bob agrees.", "en")
    page = client.get(url("self_service", secret))
    assert page.status_code == 200
    assert "Ada&#x27;s page de" in page.text
    assert f'action="/diary/{secret}/"' in page.text
    assert "&lt;i&gt;I agree.&lt;/i&gt;" in page.text
    assert 'lang="en"' in page.text
    assert "Long ago." not in page.text
    assert "Bob" not in page.text


def test_the_link_opens_as_often_as_wanted(client, secret):
    assert [client.get(url("self_service", secret)).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("name", ["self_service", "erase"])
def test_pages_stay_out_of_caches_search_engines_and_sessions(client, secret, name):
    page = client.get(url(name, secret))
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    # Stricter would make browsers send "Origin: null" with the page's own forms.
    assert page["Referrer-Policy"] == "same-origin"
    assert not page.cookies


def test_the_number_of_queries_does_not_grow(client, ada, secret, django_assert_num_queries):
    client.get(url("self_service", secret))  # who runs the platform is read once
    for count in (1, 3):
        for n in range(count):
            consents.give(ada, f"test.{n}", f"I agree to {n}.", "en")
        with django_assert_num_queries(2 + _queries_of_other_apps(ada)):
            client.get(url("self_service", secret))


def _queries_of_other_apps(person_key) -> int:
    with CaptureQueriesContext(connection) as queries:
        services.sections(person_key, "de")
        for data in registry.registered():
            data.subjects(person_key)
    return len(queries)


def test_a_consent_is_withdrawn_by_one_press(client, ada, diary, secret):
    consents.give(ada, "test.news", "Send me news.", "en")
    action = url("withdraw_consent", secret, consents.standing(ada).get().pk)
    assert action in client.get(url("self_service", secret)).text
    page = client.post(action, follow=True)
    assert 'role="status"' in page.text
    assert action not in page.text
    assert not consents.standing(ada).exists()
    assert diary.withdrawn == ["test.news"]


def test_someone_elses_consent_cannot_be_withdrawn(client, bob, secret):
    consents.give(bob, "test.news", "Send me news.", "en")
    consent = Consent.objects.get()
    assert client.post(url("withdraw_consent", secret, consent.pk)).status_code == 302
    assert consents.standing(bob).exists()


def test_the_export_is_a_file_with_everything(client, ada, diary, secret):
    consents.give(ada, "test.sign", "Kabul ediyorum: ş ğ ü", "tr")
    answer = client.post(url("export", secret))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="mitstimme-')
    assert "no-store" in answer["Cache-Control"]
    assert "ş ğ ü" in answer.text
    assert json.loads(answer.text)["data"]["diary"] == {"page": "Ada's page"}


def test_erasing_asks_once_more(client, ada, diary, secret):
    page = client.get(url("erase", secret))
    assert page.status_code == 200
    assert 'method="post"' in page.text
    assert diary.pages


def test_erasing_erases_everything_and_says_what_stays(client, ada, diary, secret):
    consents.give(ada, "test.sign", "I agree.", "en", "test.petition", 1)
    with translation.override("en"):
        page = client.post(reverse("privacy:erase", args=[secret]))
    assert page.status_code == 200
    assert "3 years" in page.text
    assert not diary.pages
    assert not consents.standing(ada).exists()
    assert client.get(url("self_service", secret)).status_code == 404


def test_what_erasing_leaves_is_said_before_and_after(client, diary, secret):
    diary.left = ["Your <library card> stays."]
    for send in (client.get, client.post):
        assert "Your &lt;library card&gt; stays." in send(url("erase", secret)).text


ALL = ["self_service", "export", "erase", "withdraw_consent"]


def address(name, secret) -> str:
    return url(name, secret, 1) if name == "withdraw_consent" else url(name, secret)


def request_of(client, name, secret):
    send = client.get if name == "self_service" else client.post
    return send(address(name, secret))


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_secret_opens_nothing_and_offers_a_new_mail(client, diary, name):
    page = request_of(client, name, "x" * 43)
    assert page.status_code == 404
    assert f'action="{url("ask")}"' in page.text
    assert diary.pages


@pytest.mark.parametrize("name", ALL)
def test_a_secret_for_something_else_opens_nothing(client, ada, diary, name):
    other = secrets.issue("test.confirm", person_key=ada, lifetime=timedelta(days=1))
    assert request_of(client, name, other).status_code == 404
    assert diary.pages


@pytest.mark.parametrize("name", ALL)
def test_an_expired_secret_says_so_and_offers_a_new_mail(client, diary, secret, name):
    with time_machine.travel(timedelta(days=31)):
        page = request_of(client, name, secret)
    assert page.status_code == 410
    assert f'action="{url("ask")}"' in page.text
    assert "no-store" in page["Cache-Control"]
    assert diary.pages


@pytest.mark.parametrize("name", ["export", "erase", "withdraw_consent"])
def test_a_foreign_page_can_do_nothing(client, diary, secret, name):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(address(name, secret), headers=headers).status_code == 403
    assert diary.pages


@pytest.mark.parametrize("name", ["export", "withdraw_consent"])
def test_opening_an_address_changes_and_gives_nothing(client, secret, name):
    assert client.get(address(name, secret)).status_code == 405


@pytest.mark.parametrize("name", ALL)
def test_no_csrf_cookie_is_needed(diary, secret, name):
    strict = Client(enforce_csrf_checks=True)
    assert request_of(strict, name, secret).status_code in (200, 302)
