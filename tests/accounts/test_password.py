import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import User

from .conftest import PASSWORD, link_in, log_in, make_account

RESET = "/ar/accounts/password/reset/"
NEW = "noch-vier-andere-worte"
LOGIN = "/de/accounts/login/"


@pytest.mark.django_db
class TestForgotten:
    def test_set_anew_by_the_mailed_link(self, client, ada, mails):
        assert client.post(RESET, {"email": "ADA@example.org"}).url == f"{RESET}done/"
        [mail] = mails()
        form = client.get(link_in(mail)).url
        assert "set-password" in form
        answer = client.post(form, {"password1": NEW, "password2": NEW})
        assert answer.url == "/ar/accounts/"
        assert client.get(answer.url).status_code == 200, "and one is logged in"
        assert log_in(Client(), ada, NEW).url == "/de/accounts/"
        [notice] = mails()
        assert notice.to == [ada.email]
        assert "über einen Link in einer E-Mail neu" in notice.body

    def test_a_second_factor_is_asked_for_all_the_same(self, client, ada, mails):
        TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
        answer = set_anew(client, ada, mails)
        assert answer.url == "/ar/accounts/2fa/authenticate/"
        assert "_auth_user_id" not in client.session

    def test_a_demo_account_stays_shut_outside_of_a_demo(self, client, mails):
        demo = make_account("demo@example.org", is_demo=True)
        answer = set_anew(client, demo, mails)
        assert answer.url == "/ar/accounts/inactive/"
        assert "_auth_user_id" not in client.session

    def test_a_link_works_once(self, client, ada, mails):
        client.post(RESET, {"email": ada.email})
        path = link_in(mails()[0])
        form = client.get(path).url
        client.post(form, {"password1": NEW, "password2": NEW})
        client.session.flush()
        assert client.get(path).context["token_fail"]

    def test_nobody_learns_who_has_an_account(self, client, ada, mails):
        known = client.post(RESET, {"email": ada.email})
        unknown = client.post(RESET, {"email": "nobody@example.org"})
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert [mail.to for mail in mails()] == [[ada.email], ["nobody@example.org"]]

    def test_a_mailbox_is_not_flooded(self, client, ada, mails):
        for _ in range(8):
            client.post(RESET, {"email": ada.email})
        assert len(mails()) == 5


@pytest.mark.django_db
class TestWrong:
    def test_same_words_for_wrong_password_and_unknown_address(self, client, ada):
        wrong = client.post(LOGIN, {"login": ada.email, "password": "falsch"})
        unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "falsch"})
        assert errors(wrong) == errors(unknown)

    def test_five_times_is_enough(self, client, ada):
        for _ in range(5):
            log_in(client, ada, "falsch")
        answer = log_in(client, ada)
        assert answer.status_code == 200
        assert "_auth_user_id" not in client.session

    def test_closed_account(self, client):
        closed = make_account("closed@example.org", is_active=False)
        assert log_in(client, closed).url == "/de/accounts/inactive/"


@pytest.mark.django_db
class TestChange:
    URL = "/de/accounts/password/change/"

    def test_with_the_old_one(self, as_ada, mails):
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        as_ada.post(self.URL, given)
        assert User.objects.get().check_password(NEW)
        assert as_ada.get("/de/accounts/").status_code == 200, "this browser stays logged in"
        assert len(mails()) == 1

    def test_not_without(self, as_ada):
        as_ada.post(self.URL, {"oldpassword": "falsch", "password1": NEW, "password2": NEW})
        assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
class TestNewAddress:
    URL = "/de/accounts/email/"

    def test_takes_over_once_confirmed(self, as_ada, ada, mails):
        as_ada.post(self.URL, {"email": "Ada@new.example.org", "action_add": ""})
        [mail] = mails()
        assert mail.to == ["ada@new.example.org"]
        ada.refresh_from_db()
        assert ada.email == "ada@example.org"
        as_ada.post(link_in(mail))
        ada.refresh_from_db()
        assert ada.email == "ada@new.example.org"
        assert ["ada@example.org"] in [mail.to for mail in mails()], "the old address is told"

    def test_asks_first_whether_it_is_you(self, client, ada, mails):
        log_in(client, ada)
        answer = client.post(self.URL, {"email": "ada@new.example.org", "action_add": ""})
        assert answer.url.startswith("/de/accounts/reauthenticate/")
        assert mails() == []


def set_anew(client, user: User, mails):
    """Forget the password and choose another one by the mailed link."""
    client.post(RESET, {"email": user.email})
    form = client.get(link_in(mails()[0])).url
    return client.post(form, {"password1": NEW, "password2": NEW})


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()
