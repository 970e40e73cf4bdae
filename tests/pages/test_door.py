"""The header leads visitors to the login, members to their work, others to their page."""

import pytest
from django.db import OperationalError
from django.test import Client

from accounts.models import User
from partners import services
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def header(client: Client, path: str = "/de/") -> str:
    return client.get(path).text.partition("<header")[2].partition("</header>")[0]


@pytest.mark.parametrize("path", ["/de/", "/de/petitions/", "/de/about/nowhere/", "/de/barrier/"])
def test_visitors_log_in(client, path):
    found = header(client, path)
    assert "Anmelden" in found
    assert "Arbeitsbereich" not in found


def test_whoever_belongs_goes_to_work(client):
    user = User.objects.create_user("ada@example.net")
    client.force_login(user)
    assert "Meine Seite" in header(client)
    services.appoint(OrganisationFactory(), user, "viewer")
    for path in ("/de/", "/de/accounts/", "/de/organise/", "/de/nowhere/"):
        found = header(client, path)
        assert 'href="/de/organise/"' in found
        assert "Anmelden" not in found


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_so_does_whoever_has_a_task_for_the_site(client, role):
    client.force_login(User.objects.create_user("ada@example.net", site_role=role))
    assert "Arbeitsbereich" in header(client)


def test_what_one_with_a_session_sees_is_not_shown_to_visitors(client, settings):
    settings.PAGE_CACHE = True
    user = User.objects.create_user("ada@example.net", site_role="moderator")
    at_work = Client()
    at_work.force_login(user)
    for one, word in (
        (at_work, "Arbeitsbereich"),
        (client, "Anmelden"),
        (at_work, "Arbeitsbereich"),
    ):
        assert word in header(one)
    seen = client.get("/de/")
    assert not seen.cookies
    assert "Cookie" not in seen.get("Vary", "")


def test_an_ended_session_is_a_visitor(client):
    user = User.objects.create_user("ada@example.net", site_role="moderator")
    client.force_login(user)
    client.session.flush()
    assert "Anmelden" in header(client)


def test_the_header_stands_while_the_database_is_away(rf, settings):
    from pages.context import LOGIN, door_for

    class Away:
        @property
        def is_authenticated(self):
            raise OperationalError

    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert door_for(request) == LOGIN
    request.user = Away()
    assert door_for(request) == LOGIN
