import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress

from accounts.models import User
from jobs.models import Job

from .conftest import PASSWORD, link_in, log_in

SIGNUP = "/tr/accounts/signup/"
NEW = {"display_name": "Ada", "email": "Ada@Example.org", "password1": PASSWORD}


@pytest.mark.django_db
class TestNewAccount:
    def test_opens_by_the_mailed_link(self, client, mails):
        assert client.post(SIGNUP, NEW).url == "/tr/accounts/confirm-email/"
        [mail] = mails()
        assert mail.to == ["ada@example.org"]
        path = link_in(mail)
        assert path.startswith("/tr/")
        client.get(path)
        assert not EmailAddress.objects.get().verified, "scanners open links; only POST confirms"
        client.post(path)
        assert EmailAddress.objects.get().verified
        assert log_in(client, User.objects.get()).url == "/de/accounts/"

    def test_keeps_name_and_language(self, client):
        client.post(SIGNUP, NEW)
        ada = User.objects.get()
        assert (ada.email, ada.display_name, ada.language) == ("ada@example.org", "Ada", "tr")

    def test_stays_shut_before(self, client, mails):
        client.post(SIGNUP, NEW)
        answer = log_in(client, User.objects.get())
        assert answer.url == "/de/accounts/confirm-email/"
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "nobody"},
            {"email": ""},
            {"password1": "kurz"},
            {"password1": "passwordpassword"[:8]},
            {"display_name": "Ada\x00"},
        ],
    )
    def test_says_what_is_wrong(self, client, wrong):
        page = client.post(SIGNUP, NEW | wrong).content.decode()
        assert "error-summary" in page
        assert not User.objects.exists()


@pytest.mark.django_db
class TestKnownAddress:
    def test_the_answer_is_the_same(self, client, ada, mails):
        known = client.post(SIGNUP, NEW)
        unknown = client.post(SIGNUP, NEW | {"email": "new@example.org"})
        assert known.url == unknown.url
        assert (known.status_code, known.content) == (unknown.status_code, unknown.content)

    def test_the_difference_reaches_the_mailbox_only(self, client, ada, mails):
        client.post(SIGNUP, NEW)
        [mail] = mails()
        assert mail.to == [ada.email]
        assert "/accounts/password/reset/" in link_in(mail)
        assert User.objects.count() == 1


@pytest.mark.django_db
def test_no_mail_of_an_account_lies_open_in_the_queue(client):
    client.post(SIGNUP, NEW)
    payload = str(Job.objects.get().payload).lower()
    assert "ada" not in payload
    assert "confirm" not in payload


def test_an_instance_that_is_closed_for_good_is_not_out_of_order(client, db, monkeypatch):
    """503 is for a part that is switched off for a while (tests/petitions/test_parts.py)."""
    monkeypatch.setattr(DefaultAccountAdapter, "is_open_for_signup", lambda *_: False)
    page = client.get(SIGNUP)
    assert page.status_code == 200
    assert 'name="password1"' not in page.text
    client.post(SIGNUP, NEW)
    assert not User.objects.exists()
