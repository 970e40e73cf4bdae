"""The pages about tokens: made once, shown once, revoked by a second press."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from access import services
from access.forms.tokens import SALT
from access.models import AccessToken
from accounts.models import HeldForm, User
from jobs.services import run_due
from tests.accounts.conftest import PASSWORD, log_in, make_account
from tests.accounts.test_pages import assert_good
from tests.organising import queries_of

pytestmark = pytest.mark.django_db
LIST = "/de/accounts/tokens/"
NEW = "/de/accounts/tokens/new/"
CLEAR = re.compile(r'value="(mitstimme_[^"]+)"')


@pytest.fixture
def ada(db) -> User:
    return make_account(display_name="Ada", language="de")


@pytest.fixture
def as_ada(client, ada) -> Client:
    """A browser that has just shown the password once more."""
    log_in(client, ada)
    client.post("/de/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def filled(**changed):
    secret = TimestampSigner(salt=SALT).sign("only-this-form")
    return {"name": "CRM", "scopes": ["events:write"], "days": "30", "form": secret} | changed


def clear_in(page) -> str:
    assert page.status_code == 200, page.text
    assert "no-store" in page["Cache-Control"]
    return CLEAR.search(page.text).group(1)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_each_page_in_each_language(as_ada, ada, language):
    token, _clear = services.issue(
        ada, name="CRM", scopes=["events:read"], valid_for=timedelta(days=7)
    )
    with override(language):
        paths = [reverse("access:tokens"), reverse("access:issue")]
        paths.append(reverse("access:revoke", args=[token.pk]))
    for path in paths:
        assert_good(as_ada.get(path), language)
    assert_good(as_ada.post(paths[1], filled()), language)


def test_my_page_leads_there(as_ada):
    assert f'href="{LIST}"' in as_ada.get("/de/accounts/").text
    assert f'href="{LIST}"' in as_ada.get("/de/accounts/sessions/").text


@pytest.mark.parametrize("path", [LIST, NEW])
def test_only_for_who_is_logged_in(client, path):
    assert client.get(path).url.startswith("/de/accounts/login/")


def test_making_one_asks_first_whether_it_is_you(client, ada):
    log_in(client, ada)
    assert client.get(NEW).url.startswith("/de/accounts/reauthenticate/")
    asked = client.post(NEW, filled())
    assert asked.url.startswith("/de/accounts/reauthenticate/")
    assert not AccessToken.objects.exists()
    # What was typed is not lost: it is taken once the password is right.
    page = client.post(asked.url, {"password": PASSWORD})
    assert services.look_up(clear_in(page)) == AccessToken.objects.get()


def test_who_was_logged_out_meanwhile_finds_the_form_again(client, ada):
    asked = client.post(NEW, filled(name="Mein CRM"))
    assert asked.url == "/de/accounts/login/?next=/de/organise/held/"
    log_in(client, ada)
    held = client.get("/de/organise/held/")
    assert f'action="{NEW}"' in held.text
    assert 'value="Mein CRM"' in held.text
    client.post("/de/accounts/reauthenticate/", {"password": PASSWORD})
    clear_in(client.post(NEW, filled(name="Mein CRM")))
    assert not HeldForm.objects.exists()


def test_made_and_shown_in_the_answer_alone(as_ada, ada):
    page = as_ada.post(NEW, filled(scopes=["events:write", "petitions:read"], days="7"))
    clear = clear_in(page)
    token = services.look_up(clear)
    assert (token.user, token.name) == (ada, "CRM")
    assert token.scopes == ["petitions:read", "events:write"]
    assert token.expires_at - token.created_at == timedelta(days=7)
    assert clear not in str(page.cookies)
    for path in (LIST, NEW, "/de/accounts/"):
        assert clear not in as_ada.get(path).text
    listed = as_ada.get(LIST).text
    assert token.beginning in listed
    assert "Veranstaltungen und Programme" in listed


def test_two_presses_make_one_token_and_show_it(as_ada):
    first, second = as_ada.post(NEW, filled()), as_ada.post(NEW, filled())
    assert clear_in(first) == clear_in(second)
    assert AccessToken.objects.count() == 1
    run_due()
    assert len(mail.outbox) == 1


def test_a_page_loaded_anew_later_shows_nothing_and_makes_nothing(as_ada):
    clear = clear_in(as_ada.post(NEW, filled()))
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        again = as_ada.post(NEW, filled(), follow=True)
    assert again.redirect_chain == [(LIST, 302)]
    assert "nur einmal" in again.text
    assert clear not in again.text
    assert AccessToken.objects.count() == 1


def test_a_form_of_another_person_gives_another_token(as_ada):
    mine = clear_in(as_ada.post(NEW, filled()))
    bob, other = make_account("bob@example.org"), Client()
    log_in(other, bob)
    other.post("/de/accounts/reauthenticate/", {"password": PASSWORD})
    assert clear_in(other.post(NEW, filled())) != mine


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"days": "400"},
        {"form": "made-up"},
    ],
)
def test_what_is_refused_keeps_what_was_typed(as_ada, wrong):
    page = as_ada.post(NEW, filled(**{"name": "Mein CRM"} | wrong))
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert ("Mein CRM" in page.text) == ("name" not in wrong)
    assert not AccessToken.objects.exists()


def test_a_form_of_the_day_before_makes_none(as_ada):
    form = filled()
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        log_in(as_ada, User.objects.get())
        as_ada.post("/de/accounts/reauthenticate/", {"password": PASSWORD})
        assert as_ada.post(NEW, form).status_code == 422


def test_too_many_are_refused_in_words(as_ada, monkeypatch):
    monkeypatch.setattr("access.services.tokens.MOST_EACH", 0)
    page = as_ada.post(NEW, filled())
    assert page.status_code == 422
    assert "Widerrufen Sie" in page.text


def test_revoked_by_a_second_press(as_ada, ada):
    clear = clear_in(as_ada.post(NEW, filled()))
    path = f"{LIST}{AccessToken.objects.get().pk}/revoke/"
    assert as_ada.get(path).status_code == 200
    assert services.look_up(clear)
    assert as_ada.post(path).url == LIST
    assert services.look_up(clear) is None
    assert as_ada.get(path).url == as_ada.post(path).url == LIST
    assert "widerrufen" in as_ada.get(LIST).text


def test_an_expired_one_is_not_revoked_by_looking(as_ada, ada):
    token, _clear = services.issue(
        ada, name="CRM", scopes=["events:read"], valid_for=timedelta(days=1)
    )
    AccessToken.objects.update(expires_at=timezone.now())
    assert as_ada.get(f"{LIST}{token.pk}/revoke/").url == LIST
    token.refresh_from_db()
    assert token.revoked_at is None


def test_tokens_of_others_are_not_there(as_ada):
    bob = make_account("bob@example.org")
    token, clear = services.issue(
        bob, name="Bobs CRM", scopes=["events:read"], valid_for=timedelta(days=1)
    )
    assert "Bobs" not in as_ada.get(LIST).text
    for send in (as_ada.get, as_ada.post):
        assert send(f"{LIST}{token.pk}/revoke/").status_code == 404
    assert services.look_up(clear)


def test_the_list_costs_the_same_with_one_and_with_three(as_ada, ada):
    def issue():
        services.issue(ada, name="CRM", scopes=["events:read"], valid_for=timedelta(days=1))

    issue()
    one = queries_of(as_ada, LIST)
    issue()
    issue()
    assert queries_of(as_ada, LIST) == one


@pytest.mark.parametrize("path", ["/de/accounts/password/change/", "/de/accounts/sessions/"])
def test_a_new_password_and_logging_out_leave_it(as_ada, ada, path):
    clear = clear_in(as_ada.post(NEW, filled()))
    as_ada.post(path, {"oldpassword": PASSWORD, "password1": "fünf-ganz-andere-worte-hier"})
    assert services.look_up(clear)
