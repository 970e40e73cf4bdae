"""Signing and confirming while the database is away: nothing typed is lost, nothing half kept."""

import re
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from petitions.models import Signature
from tests.petitions.signing import nothing_was_taken, stored
from tests.petitions.views.test_signing import HTMX
from web import front
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
PAGE = "/en/petitions/wahlrecht/"
SIGN = f"{PAGE}sign/"


@contextmanager
def database_away():
    """Every statement fails as when no connection can be had."""

    def fail(*_statement):
        raise OperationalError("away")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def logged_in(client, django_user_model):
    client.force_login(django_user_model.objects.create(email="someone@example.org"))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_form_comes_back_as_it_was_typed(client, typed, headers):
    with database_away():
        answer = client.post(SIGN, typed | {"consent_news": "on"}, headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer["Cache-Control"] == "no-store"
    for name in ("given_name", "family_name", "email", "postcode", "text"):
        assert f'value="{typed[name]}"' in answer.text
    assert re.findall(r'id="(id_consent_\w+)" checked', answer.text) == [
        "id_consent_signing",
        "id_consent_news",
    ]
    assert "in about 15 seconds" in answer.text
    assert 'data-send-again="15"' in answer.text
    assert ("<html" in answer.text) is not bool(headers)
    assert nothing_was_taken()
    assert client.post(SIGN, typed, headers=headers).status_code in (200, 302)
    assert stored().given_name == "Ayşe"


def test_also_for_who_is_logged_in(client, logged_in, typed):
    with database_away():
        assert client.post(SIGN, typed).status_code == 503


def test_what_the_process_knows_of_the_petition_is_shown(client, typed):
    with database_away():
        assert "wahlrecht (en)" not in client.post(SIGN, typed).text
    client.get(PAGE)
    with database_away():
        assert "wahlrecht (en)" in client.post(SIGN, typed).text


def test_where_the_source_was_stays_known(client, typed):
    headers = {"Referer": f"http://testserver{PAGE}?from=plakat-3"}
    with database_away():
        answer = client.post(SIGN, typed, headers=headers)
    assert 'name="source" value="plakat-3"' in answer.text


def test_a_form_with_mistakes_says_them_and_does_not_send_itself(client, typed):
    with database_away():
        answer = client.post(SIGN, typed | {"email": "ayse"})
    assert answer.status_code == 503
    assert 'href="#id_email"' in answer.text
    assert "data-send-again" not in answer.text
    assert f'value="{typed["given_name"]}"' in answer.text


def test_programs_are_told_when_to_come_again(client, typed):
    wanted = typed | {"consent_signing": True, "text": int(typed["text"])}
    url = "/api/v1/petitions/wahlrecht/signatures/"
    with database_away():
        answer = client.post(url, wanted, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer.json()["code"] == "unavailable"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_can_be_followed_again(client, signed, secret_mailed, method):
    link = f"{PAGE}confirm/{secret_mailed()}/"
    with database_away():
        answer = getattr(client, method)(link)
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "no-store" in answer["Cache-Control"]
    assert f'method="{method}" action="{link}" data-send-again="15"' in answer.text
    assert Signature.objects.get().state == "pending"
    client.post(link)
    assert Signature.objects.get().state == "confirmed"


def test_other_pages_say_so_in_the_readers_language(client, petition, logged_in):
    front.forget()
    forget_remembered()
    for language, word in (("en", "Not just now"), ("de", "Gerade nicht möglich")):
        with database_away():
            answer = client.get(f"/{language}/campaigns/")
        assert (answer.status_code, answer["Retry-After"]) == (503, "15")
        assert word in answer.text
        assert answer["Cache-Control"] == "no-store"
