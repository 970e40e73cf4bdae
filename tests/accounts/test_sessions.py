import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import services
from accounts.apps import NO_ADDRESS

from .conftest import log_in, make_account

SESSIONS = "/de/accounts/sessions/"


@pytest.mark.django_db
class TestOtherBrowsers:
    def test_listed_and_logged_out(self, client, ada):
        other = Client(headers={"User-Agent": "Firefox/140 on Windows"})
        log_in(other, ada)
        log_in(client, ada)
        page = client.get(SESSIONS).content.decode()
        assert "Firefox, Windows" in page
        client.post(SESSIONS)
        assert client.get(SESSIONS).status_code == 200
        assert other.get(SESSIONS).status_code == 302

    def test_no_network_address_is_kept(self, client, ada):
        client.defaults["REMOTE_ADDR"] = "203.0.113.9"
        log_in(client, ada)
        assert UserSession.objects.get().ip == NO_ADDRESS
        assert "203.0.113" not in client.get(SESSIONS).content.decode()

    def test_somebody_elses_stay_open(self, client, ada):
        other = Client()
        log_in(other, make_account("bob@example.org"))
        log_in(client, ada)
        client.post(SESSIONS)
        assert other.get(SESSIONS).status_code == 200


@pytest.mark.django_db
def test_ended_sessions_are_forgotten(client, ada):
    log_in(client, ada)
    assert services.forget_ended_sessions() == 0
    client.session.delete()
    assert services.forget_ended_sessions() == 1


@pytest.mark.django_db
class TestCookies:
    def test_none_before_the_login(self, client):
        assert "sessionid" not in client.get("/de/accounts/login/").cookies

    def test_ends_with_the_browser_unless_asked_for(self, client, ada):
        assert log_in(client, ada).cookies["sessionid"]["max-age"] == ""

    def test_stays_when_asked_for(self, client, ada):
        given = {"login": ada.email, "password": "vier-worte-in-einer-reihe", "remember": "on"}
        cookie = client.post("/de/accounts/login/", given).cookies["sessionid"]
        assert cookie["max-age"] > 0
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_log_out(self, as_ada):
        assert as_ada.get("/de/accounts/logout/").status_code == 200
        as_ada.post("/de/accounts/logout/")
        assert "_auth_user_id" not in as_ada.session


def test_people_can_log_in_while_redis_is_away(client, ada, settings):
    settings.CACHES = {
        "default": {"BACKEND": "web.redis_cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert log_in(client, ada, "wrong").status_code == 200
    assert log_in(client, ada).url == "/de/accounts/"
