"""Whoever has an account with the same confirmed address reaches their own page from it."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from privacy.models import Secret
from tests.factories import CampaignFactory
from tests.volunteers.joining import joined

pytestmark = pytest.mark.django_db
OPEN = "/en/volunteering/mine/"
HOME = "/en/accounts/"


@pytest.fixture
def user():
    return User.objects.create_user("ayse@example.org")


def confirm(user: User, email: str = "ayse@example.org", *, verified: bool = True) -> None:
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)


def home(client) -> str:
    page = client.get(HOME)
    assert page.status_code == 200
    return page.text


def test_the_accounts_page_leads_to_ones_own(client, user):
    joined(CampaignFactory())
    confirm(user)
    client.force_login(user)
    assert f'action="{OPEN}"' in home(client)
    answer = client.post(OPEN)
    assert answer.status_code == 302
    assert "Ayşe Yılmaz" in client.get(answer["Location"]).text


@pytest.mark.parametrize("email", ["ayse+tag@example.org", "AYSE@example.org"])
def test_spelled_differently_it_is_the_same_person(client, user, email):
    joined(CampaignFactory())
    confirm(user, email)
    client.force_login(user)
    assert "/volunteering/mine/" in client.post(OPEN)["Location"]


def test_an_address_that_is_not_confirmed_opens_nothing(client, user):
    joined(CampaignFactory())
    confirm(user, verified=False)
    client.force_login(user)
    assert OPEN not in home(client)
    assert "/volunteering/" not in client.post(OPEN)["Location"]


def test_nor_an_address_nobody_helps_with_nor_one_that_no_mail_reaches(client, user):
    joined(CampaignFactory(), "omar@example.org")
    confirm(user)
    EmailAddress.objects.create(user=user, email="root@localhost", verified=True)
    client.force_login(user)
    assert OPEN not in home(client)
    before = Secret.objects.count()
    assert "/volunteering/" not in client.post(OPEN)["Location"]
    assert Secret.objects.count() == before


def test_without_an_account_one_logs_in_first_and_only_a_press_opens(client, user):
    assert "/login/" in client.post(OPEN)["Location"]
    client.force_login(user)
    assert client.get(OPEN).status_code == 405
