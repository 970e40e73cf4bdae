from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.test import Client, override_settings
from django.utils import timezone

from accounts import services

from .conftest import log_in

ACTIVATE = "/de/accounts/2fa/totp/activate/"
SECOND_STEP = "/de/accounts/2fa/authenticate/"


def code_now(secret: str) -> str:
    counter = int(timezone.now().timestamp()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def secret(as_ada):
    """The key of an authenticator app that has just been set up."""
    page = as_ada.get(ACTIVATE)
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml' in page.content.decode()
    answer = as_ada.post(ACTIVATE, {"code": code_now(secret)})
    assert answer.url == "/de/accounts/2fa/recovery-codes/"
    return secret


@pytest.mark.django_db
class TestApp:
    def test_asked_for_after_the_password(self, secret, ada):
        browser = Client()
        assert log_in(browser, ada).url == SECOND_STEP
        assert "_auth_user_id" not in browser.session
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            assert browser.post(SECOND_STEP, {"code": code_now(secret)}).url == "/de/accounts/"
        assert browser.get("/de/accounts/").status_code == 200

    def test_wrong_code(self, secret, ada):
        browser = Client()
        log_in(browser, ada)
        assert "error-summary" in browser.post(SECOND_STEP, {"code": "000000"}).content.decode()
        assert "_auth_user_id" not in browser.session

    def test_the_owner_is_told(self, as_ada, mails, django_capture_on_commit_callbacks):
        secret = as_ada.get(ACTIVATE).context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            as_ada.post(ACTIVATE, {"code": code_now(secret)})
        as_ada.post("/de/accounts/2fa/totp/deactivate/")
        added, removed = mails()
        assert "/accounts/password/reset/" in added.body
        assert added.body != removed.body

    def test_removed(self, secret, as_ada):
        as_ada.post("/de/accounts/2fa/totp/deactivate/")
        assert not Authenticator.objects.exists()


@pytest.mark.django_db
class TestRecoveryCodes:
    def test_each_works_once(self, secret, as_ada, ada):
        page = as_ada.get("/de/accounts/2fa/recovery-codes/")
        code = page.context["unused_codes"][0]
        assert code in page.content.decode()
        first, second = Client(), Client()
        log_in(first, ada)
        assert first.post(SECOND_STEP, {"code": code}).url == "/de/accounts/"
        log_in(second, ada)
        assert second.post(SECOND_STEP, {"code": code}).status_code == 200

    def test_made_anew(self, secret, as_ada):
        before = as_ada.get("/de/accounts/2fa/recovery-codes/").context["unused_codes"]
        as_ada.post("/de/accounts/2fa/recovery-codes/generate/")
        after = as_ada.get("/de/accounts/2fa/recovery-codes/").context["unused_codes"]
        assert len(after) == 10
        assert not set(before) & set(after)

    def test_as_a_file(self, secret, as_ada):
        answer = as_ada.get("/de/accounts/2fa/recovery-codes/download/")
        assert len(answer.content.split()) == 10
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.django_db
class TestAtRest:
    def test_the_database_does_not_hold_the_key(self, secret):
        stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
        assert secret not in str(stored.data)

    def test_taken_over_by_a_new_encryption_key(self, secret, settings):
        newest = Fernet.generate_key().decode()
        with override_settings(ENCRYPTION_KEYS=[newest, *settings.ENCRYPTION_KEYS]):
            assert services.reencrypt_factors() == 2
            assert services.reencrypt_factors() == 0
        with override_settings(ENCRYPTION_KEYS=[newest]):
            stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
            assert totp.decrypt(stored.data["secret"]) == secret
