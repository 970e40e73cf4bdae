"""Where a mailed invitation leads: with an account, without one, and when it is over."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from partners import services
from partners.models import Invitation, Membership
from tests.accounts.conftest import PASSWORD, log_in, make_account
from tests.partners.conftest import browser_of
from tests.partners.services.test_invitations import GUEST, invite
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
NEW = {"display_name": "Gül", "password": PASSWORD}
INVITED = "Sie sind eingeladen"
OVER = "Diese Einladung gilt nicht mehr"


@pytest.fixture
def link(organisation, owner) -> str:
    return f"/de/organise/organisations/invitation/{invite(organisation, owner)}/"


def test_who_has_no_account_reads_how_to_log_in_later(client, link):
    assert "melden Sie sich mit <bdi>" in client.get(link).text


def test_opening_accepts_nothing(client, link):
    for _scanner in range(2):
        page = client.get(link)
        assert (page.status_code, INVITED in page.text) == (200, True)
        assert "no-store" in page["Cache-Control"]
        assert "schreibt auch Texte und Übersetzungen" in page.text
    assert Invitation.objects.open().exists()
    assert Membership.objects.count() == 1


class TestWithoutAnAccount:
    def test_the_button_makes_account_and_membership_together(self, client, link, organisation):
        assert 'name="password"' in client.get(link).text
        answer = client.post(link, NEW)
        assert answer.url == "/de/organise/"
        user = User.objects.get(email=GUEST)
        assert (user.display_name, user.language) == ("Gül", "de")
        assert user.memberships.get().role == "editor"
        # The mail has proved the address.
        assert EmailAddress.objects.get(user=user).verified
        page = client.get(answer.url)
        assert "Verein" in page.text
        assert "Willkommen" in page.text

    def test_they_can_log_in_later(self, client, link):
        client.post(link, NEW)
        assert log_in(Client(), User.objects.get(email=GUEST)).status_code == 302

    @pytest.mark.parametrize(
        "wrong", [{"password": "kurz"}, {"password": "passwortpasswort"[:8]}, {"display_name": ""}]
    )
    def test_what_is_wrong_makes_neither(self, client, link, wrong):
        page = client.post(link, NEW | wrong)
        assert page.status_code == 422
        assert "error-summary" in page.text
        assert not User.objects.filter(email=GUEST).exists()
        assert Invitation.objects.open().exists()

    def test_an_offer_that_ends_meanwhile_makes_no_account(self, client, link, monkeypatch):
        real = services.look_up_invitation

        def and_taken_back(secret):
            offer = real(secret)
            Invitation.objects.filter(pk=offer.pk).update(revoked_at=offer.created_at)
            return offer

        monkeypatch.setattr(services, "look_up_invitation", and_taken_back)
        page = client.post(link, NEW)
        assert (page.status_code, OVER in page.text) == (410, True)
        assert not User.objects.filter(email=GUEST).exists()
        monkeypatch.undo()
        assert client.get("/de/organise/").status_code == 302


class TestWithAnAccount:
    def test_logging_in_leads_back(self, client, link):
        user = make_account(GUEST)
        page = client.get(link)
        assert 'name="password"' not in page.text
        assert client.post(link, NEW).status_code == 200
        assert not user.memberships.exists()
        login_url = f"/de/accounts/login/?next={link.replace('/', '%2F')}"
        assert login_url in page.text
        answer = client.post(login_url, {"login": GUEST, "password": PASSWORD})
        assert answer.url == link
        assert client.post(link).url == "/de/organise/"
        assert user.memberships.get().role == "editor"

    def test_under_another_address_the_page_says_whose(self, link):
        user = make_account("andere@example.net")
        client = browser_of(user)
        assert "andere@example.net" in client.get(link).text
        client.post(link)
        assert user.memberships.exists()
        assert not User.objects.filter(email=GUEST).exists()


@pytest.mark.parametrize("ending", ["accept", "revoke", "expire", "unknown"])
def test_what_is_over_opens_nothing(client, link, owner, ending):
    offer = Invitation.objects.get()
    if ending == "accept":
        services.accept(offer, make_account("andere@example.net"))
    elif ending == "revoke":
        services.revoke_invitation(offer, actor=owner)
    elif ending == "expire":
        Invitation.objects.update(created_at=offer.created_at.replace(year=2020))
    else:
        Invitation.objects.all().delete()
    for send in (client.get, lambda path: client.post(path, NEW)):
        page = send(link)
        assert (page.status_code, OVER in page.text) == (410, True)
        assert "Verein" not in page.text
    assert not User.objects.filter(email=GUEST).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_makes_the_account(link):
    at_once(4, lambda: Client().post(link, NEW).status_code)
    assert User.objects.filter(email=GUEST).count() == 1
    assert Membership.objects.filter(user__email=GUEST).count() == 1


def test_links_are_not_guessed_for_long(client, link, settings):
    settings.LIMITS = settings.LIMITS | {"link:network": "2/hour"}
    statuses = [client.get(link.replace(link[-9:-1], "geraten1")).status_code for _i in range(3)]
    assert statuses == [410, 410, 429]
