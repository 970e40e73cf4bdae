"""A password set by a mailed link ends what acts for the account; one that is changed does not."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from access import services
from access.models import AccessToken
from access.services import ending
from privacy.models import AuditEntry
from tests.access.oauth import allowed, asked, exchange, registered, told
from tests.access.oauth import answer as answered
from tests.accounts.conftest import PASSWORD, link_in, log_in, mails, make_account
from tests.accounts.test_password import NEW, set_anew

__all__ = ["mails"]
ME = "/api/v1/organise/organisations/"
CHANGE = "/de/accounts/password/change/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_account("ada@example.org")


@pytest.fixture
def token(ada, mails):
    """A header that opens ME, as long as it is not revoked."""
    _token, clear = services.issue(
        ada, name="CRM", scopes=["organisations:read"], valid_for=timedelta(days=30)
    )
    mails()
    return {"authorization": f"Bearer {clear}"}


def opens(header: dict[str, str]) -> bool:
    return Client().get(ME, headers=header).status_code == 200


@pytest.fixture
def browser(ada):
    client = Client()
    client.force_login(ada)
    return client


def test_by_a_mailed_link_all_programs_are_stopped(ada, token, browser, mails):
    app, _secret = registered("public", "openid", "organisations:read")
    granted = allowed(browser, app, scope="openid organisations:read")
    applied = {"authorization": f"Bearer {granted['access_token']}"}
    page = browser.get(asked(app, scope="openid organisations:read"))
    code = told(answered(browser, page))["code"]
    other = make_account("grace@example.org")
    _token, clear = services.issue(
        other, name="CRM", scopes=["organisations:read"], valid_for=timedelta(days=30)
    )
    assert opens(token)
    assert opens(applied)
    mails()
    set_anew(Client(), ada, mails)
    assert not opens(token)
    assert not opens(applied)
    assert exchange(app, code).status_code == 400, "what it could still fetch"
    assert not Token.objects.filter(user=ada).exists()
    assert opens({"authorization": f"Bearer {clear}"}), "nobody else's"
    entry = AuditEntry.objects.get(verb="access.programs_stopped")
    assert (entry.subject_id, entry.detail["number"]) == (str(ada.pk), 2)
    [notice] = mails()
    assert "Zugriffstokens sind widerrufen" in notice.body
    assert "/accounts/tokens/" in notice.body
    assert "Zugriffstokens sind widerrufen" in notice.alternatives[0].content


def test_the_page_says_so_first(ada, mails):
    client = Client()
    client.post("/de/accounts/password/reset/", {"email": ada.email})
    page = client.get(link_in(mails()[0]), follow=True)
    assert "alle Programme, die für Sie handeln, werden angehalten" in page.text


def test_without_programs_nothing_is_said_of_them(ada, mails):
    set_anew(Client(), ada, mails)
    [notice] = mails()
    assert "/accounts/tokens/" not in notice.body
    assert not AuditEntry.objects.filter(verb="access.programs_stopped").exists()


def test_what_was_over_already_keeps_its_day(ada, token, mails):
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    set_anew(Client(), ada, mails)
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert AccessToken.objects.get().revoked_at is None


def test_when_they_cannot_be_stopped_the_password_stays(ada, token, mails, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ending.audit, "record", broken)
    with pytest.raises(RuntimeError):
        set_anew(Client(), ada, mails)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert opens(token)


def test_whoever_changes_a_known_password_is_told_that_they_go_on(ada, token, mails):
    client = Client()
    log_in(client, ada)
    assert "/de/accounts/tokens/" in client.get(CHANGE).text
    mails()
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert opens(token)
    [notice] = mails()
    assert "arbeiten weiter: Sie brauchen Ihr Passwort nicht" in notice.body
    assert "/accounts/tokens/" in notice.body


def test_a_change_without_programs_says_nothing_of_them(ada, mails):
    client = Client()
    log_in(client, ada)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    [notice] = mails()
    assert "/accounts/tokens/" not in notice.body
