"""A real key: added, used alone, used as a second step, renamed and removed."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from .conftest import log_in
from .soft_key import SoftKey

ADD = "/de/accounts/2fa/webauthn/add/"
LOGIN = "/de/accounts/2fa/webauthn/login/"


def options_in(page) -> dict:
    """The challenge that a page carries for static/js/passkeys.js."""
    found = re.search(r'<script type="application/json">(.*?)</script>', page.content.decode())
    return json.loads(found.group(1))


@pytest.fixture
def key(as_ada):
    key = SoftKey()
    given = key.create(options_in(as_ada.get(ADD))["creation_options"])
    answer = as_ada.post(
        ADD, {"name": "Handy", "passwordless": "on", "credential": json.dumps(given)}
    )
    # The first factor brings recovery codes with it, and shows them.
    assert answer.url == "/de/accounts/2fa/recovery-codes/"
    return key


def enter_with(key: SoftKey) -> tuple[Client, object]:
    browser = Client()
    challenge = browser.get(LOGIN, headers={"Accept": "application/json"}).json()
    given = key.get(challenge["request_options"])
    return browser, browser.post(LOGIN, {"credential": json.dumps(given)})


@pytest.mark.django_db
def test_a_passkey_alone_logs_in(key):
    browser, answer = enter_with(key)
    assert answer.url == "/de/accounts/"
    assert browser.get("/de/accounts/").status_code == 200


@pytest.mark.django_db
def test_somebody_elses_passkey_does_not(key):
    stranger = SoftKey(user_handle=key.user_handle)
    _browser, answer = enter_with(stranger)
    assert answer.url == "/de/accounts/login/"


@pytest.mark.django_db
def test_a_key_as_second_step(key, ada):
    browser = Client()
    assert log_in(browser, ada).url == "/de/accounts/2fa/authenticate/"
    challenge = options_in(browser.get("/de/accounts/2fa/authenticate/"))
    given = key.get(challenge["request_options"])
    answer = browser.post("/de/accounts/2fa/authenticate/", {"credential": json.dumps(given)})
    assert answer.url == "/de/accounts/"


@pytest.mark.django_db
def test_a_key_shows_that_it_is_you(key, as_ada):
    page = as_ada.get("/de/accounts/2fa/webauthn/reauthenticate/")
    given = key.get(options_in(page)["request_options"])
    answer = as_ada.post(
        "/de/accounts/2fa/webauthn/reauthenticate/",
        {"credential": json.dumps(given), "next": "/de/accounts/close/"},
    )
    assert answer.url == "/de/accounts/close/"


@pytest.mark.django_db
def test_renamed_and_removed(key, as_ada):
    stored = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    as_ada.post(f"/de/accounts/2fa/webauthn/keys/{stored.pk}/edit/", {"name": "Altes Handy"})
    assert "Altes Handy" in as_ada.get("/de/accounts/2fa/webauthn/").content.decode()
    as_ada.post(f"/de/accounts/2fa/webauthn/keys/{stored.pk}/remove/")
    assert not Authenticator.objects.filter(pk=stored.pk).exists()
