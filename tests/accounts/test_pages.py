"""Every page of an account in every language: it answers, and the CSP would let it work."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from .conftest import log_in, make_account
from .soft_key import SoftKey

LANGUAGES = [code for code, _name in settings.LANGUAGES]
STRANGER = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
LOGGED_IN = [
    "accounts:home",
    "accounts:close",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
]
WITH_FACTORS = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
]
FORBIDDEN = re.compile(
    r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|hx-on|javascript:"""
    # A script is a file, or data that no browser runs.
    r"""|<script(?![^>]*\ssrc=)(?![^>]*type="application/json")""",
    re.IGNORECASE,
)


def url(name: str, language: str, *args) -> str:
    with override(language):
        return reverse(name, args=args)


def assert_good(response, language: str) -> None:
    assert response.status_code == 200
    html = response.content.decode()
    assert (found := FORBIDDEN.search(html)) is None, found
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert 'name="robots" content="noindex"' in html
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
class TestEachPage:
    @pytest.mark.parametrize("name", STRANGER)
    def test_for_a_stranger(self, client, language, name):
        response = client.get(url(name, language))
        assert_good(response, language)
        assert settings.SESSION_COOKIE_NAME not in response.cookies

    @pytest.mark.parametrize("name", LOGGED_IN)
    def test_logged_in(self, as_ada, language, name):
        assert_good(as_ada.get(url(name, language)), language)

    @pytest.mark.parametrize("name", WITH_FACTORS)
    def test_with_second_factors(self, as_ada, ada, language, name):
        give_factors(ada)
        assert_good(as_ada.get(url(name, language)), language)

    def test_one_key(self, as_ada, ada, language):
        key = give_factors(ada)
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            assert_good(as_ada.get(url(name, language, key.pk)), language)

    def test_second_step(self, client, ada, language):
        give_factors(ada)
        log_in(client, ada)
        assert_good(client.get(url("mfa_authenticate", language)), language)

    def test_links_from_mails(self, client, language):
        user = make_account("new@example.org")
        address = EmailAddress.objects.get(user=user)
        EmailAddress.objects.update(verified=False)
        key = EmailConfirmationHMAC(address).key
        assert_good(client.get(url("account_confirm_email", language, key)), language)
        assert_good(client.get(url("account_confirm_email", language, "wrong")), language)
        assert_good(
            client.get(url("account_reset_password_from_key", language, "1", "wrong")), language
        )

    def test_address_waiting_for_its_mail(self, as_ada, ada, language):
        EmailAddress.objects.create(user=ada, email="new@example.org")
        assert_good(as_ada.get(url("account_email", language)), language)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["accounts:home", "accounts:close", "mfa_index", "account_email"])
def test_strangers_are_sent_to_the_login(client, name):
    response = client.get(url(name, "tr"))
    assert response.status_code == 302
    assert response.url.startswith(url("account_login", "tr"))


@pytest.mark.django_db
def test_passkey_form_gets_its_challenge_by_address(client):
    page = client.get(url("account_login", "de")).content.decode()
    action = url("mfa_login_webauthn", "de")
    assert f'action="{action}" data-passkey="login"' in page
    answer = client.get(action, headers={"Accept": "application/json"}).json()
    assert answer["request_options"]["publicKey"]["challenge"]


@pytest.mark.django_db
def test_new_key_form_carries_its_challenge(as_ada):
    page = as_ada.get(url("mfa_add_webauthn", "de")).content.decode()
    assert 'data-passkey="create"' in page
    assert '"challenge"' in page
    assert "js/passkeys.js" in page


def give_factors(user) -> Authenticator:
    """An app, recovery codes and a key; returns the key."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    wanted = {"publicKey": {"user": {"id": "1"}, "challenge": b"x" * 16}}
    return WebAuthn.add(user, "Schlüssel", SoftKey().create(wanted)).instance
