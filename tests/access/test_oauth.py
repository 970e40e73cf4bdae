"""Applications by OAuth 2: consent, codes, tokens, and what they open."""

from datetime import timedelta

import jwt
import pytest
import time_machine
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.test import Client
from django.utils import timezone

from access import oidc, services
from access.authentication import TokenAuthentication
from accounts.models import User
from accounts.services import close
from privacy.models import AuditEntry
from tests.access.oauth import (
    AUTHORIZE,
    BACK,
    TOKEN,
    allowed,
    answer,
    asked,
    exchange,
    fetch,
    registered,
    told,
)
from tests.accounts.conftest import make_account
from tests.accounts.test_pages import FORBIDDEN

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def ada(db) -> User:
    return make_account(display_name="Ada", language="de")


@pytest.fixture
def browser(ada) -> Client:
    """With the person's session; every form needs its CSRF token."""
    browser = Client()
    browser.force_login(ada)
    return browser


def calls(rf, clear: str, path: str = "/api/v1/organise/events/"):
    """Who it acts for and how, by the very class that the API asks; None where refused."""
    from rest_framework.exceptions import AuthenticationFailed

    request = rf.get(path, headers={"authorization": f"Bearer {clear}"})
    try:
        return TokenAuthentication().authenticate(request)
    except AuthenticationFailed:
        return None


def test_the_round_of_a_public_application(browser, ada, rf):
    client, secret = registered()
    assert secret == ""
    tokens = allowed(browser, client, scope="openid profile email events:read", nonce="n-1")
    assert tokens["expires_in"] == 3600
    assert set(tokens["scope"].split()) == {"openid", "profile", "email", "events:read"}
    user, grant = calls(rf, tokens["access_token"])
    assert user == ada
    assert grant.includes("events:read")
    assert not grant.includes("events:write")
    stored = str(list(Token.objects.values()))
    assert tokens["access_token"] not in stored
    assert tokens["refresh_token"] not in stored
    # Who somebody is, signed by the key that everybody can fetch.
    [key] = Client().get("/.well-known/jwks.json").json()["keys"]
    said = jwt.decode(
        tokens["id_token"], jwt.PyJWK(key), ["RS256"], audience=client.pk, issuer=settings.SITE_URL
    )
    assert (said["nonce"], said["name"], said["email"]) == ("n-1", "Ada", "ada@example.org")


def test_the_round_of_a_confidential_application(browser):
    client, secret = registered("confidential")
    page = browser.get(asked(client, code_challenge=None, code_challenge_method=None))
    code = told(answer(browser, page))["code"]
    refused = exchange(client, code, client_secret="wrong")
    assert refused.status_code == 401
    assert exchange(client, code).status_code == 401
    assert exchange(client, code, client_secret=secret).status_code == 200


def test_pkce_is_required_of_public_ones_and_by_s256(browser):
    client, _secret = registered()
    without = browser.get(asked(client, code_challenge=None, code_challenge_method=None))
    assert told(without)["error"] == "invalid_request"
    for method in ("plain", None):
        assert "S256" in browser.get(asked(client, code_challenge_method=method)).text
    code = told(answer(browser, browser.get(asked(client))))["code"]
    wrong = exchange(client, code, code_verifier="another-verifier-of-forty-three-characters-00")
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")


def test_a_code_works_once_at_one_address_for_a_minute(browser):
    client, _secret = registered()

    def code():
        return told(answer(browser, browser.get(asked(client))))["code"]

    first = code()
    assert exchange(client, first).status_code == 200
    assert exchange(client, first).json()["error"] == "invalid_grant"
    assert exchange(client, code(), redirect_uri="https://evil.example").status_code == 400
    another, _secret = registered()
    assert exchange(another, code()).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": BACK + "/more"},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"resource": "https://elsewhere.example/api"},
        {"resource": "nothing"},
    ],
)
def test_what_leads_nowhere_is_told_here(browser, changed):
    client, _secret = registered()
    page = browser.get(asked(client, **changed))
    assert page.status_code == 200
    assert "Location" not in page.headers
    assert "evil" not in page.text
    assert "Sie haben nichts falsch gemacht" in page.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": "events:write"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "id_token", "nonce": "n"}, "unauthorized_client"),
        ({"prompt": "none"}, "interaction_required"),
    ],
)
def test_what_the_application_is_told(browser, changed, error):
    client, _secret = registered()
    response = browser.get(asked(client, **changed))
    assert response.status_code == 302
    assert response["Location"].startswith(BACK)
    assert f"error={error}" in response["Location"]
    assert not Token.objects.exists()


def test_silence_is_no_consent_whatever_another_one_was_allowed(browser):
    allowed(browser, registered()[0])
    other, _secret = registered()
    assert told(browser.get(asked(other, prompt="none")))["error"] == "interaction_required"
    assert told(browser.get(asked(other, prompt="none")))["state"] == "s-1"
    assert told(Client().get(asked(other, prompt="none")))["error"] == "interaction_required"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_in_each_language(ada, browser, language):
    User.objects.update(language=language)
    client, _secret = registered()
    page = browser.get(asked(client))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert page["Content-Language"] == language
    assert "no-store" in page["Cache-Control"]
    assert FORBIDDEN.search(page.text) is None
    assert page.text.count("<h1") == 1
    assert "Stadtkarte" in page.text
    assert "ada@example.org" in page.text
    english = browser.get(asked(client, ui_locales="xx en"))
    assert '<html lang="en"' in english.text
    assert "See events and programmes" in english.text
    broken = browser.get(asked(client, client_id="nobody"))
    assert f'<html lang="{language}"' in broken.text


def test_the_form_may_lead_back_and_nowhere_else(browser):
    client, _secret = registered()
    policy = browser.get(asked(client))["Content-Security-Policy"]
    assert "form-action 'self' https://app.example;" in policy
    assert "script-src 'self';" in policy
    assert "form-action 'self';" in browser.get("/de/accounts/")["Content-Security-Policy"]


def test_a_no_is_told_and_gives_nothing(browser):
    client, _secret = registered()
    said = told(answer(browser, browser.get(asked(client)), "cancel"))
    assert said == {"error": "access_denied", "state": "s-1"}
    assert not Token.objects.exists()


def test_a_part_can_be_allowed_and_nothing_is_asked_again(browser, rf):
    client, _secret = registered()
    page = browser.get(asked(client))
    nothing = answer(browser, page, scopes=[])
    assert nothing.status_code == 422
    assert "error-summary" in nothing.text
    assert "form-action 'self' https://app.example;" in nothing["Content-Security-Policy"]
    more = answer(browser, page, scopes=["openid", "events:write"])
    assert more.status_code == 422
    code = told(answer(browser, page, scopes=["events:read"]))["code"]
    assert exchange(client, code).json()["scope"] == "events:read"


def test_consent_needs_the_forms_own_token(ada):
    client, _secret = registered()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    assert answer(browser, browser.get(asked(client))).status_code == 403


def test_strangers_log_in_first_and_come_back():
    client, _secret = registered()
    response = Client().get(asked(client))
    assert response.url.startswith("/de/accounts/login/?next=/identity/o/authorize")


def test_tokens_are_renewed_by_one_that_works_once(browser, rf):
    client, _secret = registered()
    first = allowed(browser, client)
    renewed = fetch(client, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert renewed.status_code == 200
    assert calls(rf, renewed.json()["access_token"])
    again = fetch(client, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert again.json()["error"] == "invalid_grant"
    wider = fetch(
        client,
        grant_type="refresh_token",
        refresh_token=renewed.json()["refresh_token"],
        scope="openid profile",
    )
    assert wider.json()["error"] == "invalid_scope"


@pytest.mark.parametrize("grant", ["password", "client_credentials", "urn:x", ""])
def test_no_other_way_gives_tokens(grant):
    client, secret = registered("confidential")
    params = {"username": "ada@example.org", "password": "x", "client_secret": secret}
    assert fetch(client, grant_type=grant, **params).status_code in (400, 401)
    assert not Token.objects.exists()


class TestWhatATokenOpens:
    def test_for_an_hour(self, browser, rf):
        clear = allowed(browser, registered()[0])["access_token"]
        with time_machine.travel(timezone.now() + timedelta(minutes=59)):
            assert calls(rf, clear)
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert calls(rf, clear) is None
            assert services.forget_expired() == 1

    def test_a_refresh_token_opens_nothing_itself(self, browser, rf):
        assert calls(rf, allowed(browser, registered()[0])["refresh_token"]) is None

    def test_until_the_person_stops_it(self, browser, ada, rf):
        client, _secret = registered()
        tokens = allowed(browser, client)
        other, _secret = registered()
        others = allowed(browser, other)
        page = browser.get("/de/accounts/tokens/")
        assert page.text.count("Stadtkarte</bdi>") == 2
        path = f"/de/accounts/tokens/applications/{client.pk}/stop/"
        assert browser.get(path).status_code == 200
        assert calls(rf, tokens["access_token"])
        assert browser.post(path).url == browser.post(path).url == "/de/accounts/tokens/"
        assert browser.get(path).status_code == 404
        assert calls(rf, tokens["access_token"]) is None
        renewed = fetch(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
        assert renewed.status_code == 400
        assert calls(rf, others["access_token"])
        stopped = AuditEntry.objects.get(verb="access.application_stopped")
        assert stopped.actor == f"user:{ada.pk}"
        let_in = AuditEntry.objects.filter(verb="access.application_allowed", subject_id=client.pk)
        assert let_in.get().detail == {"scopes": ["openid", "events:read"]}

    def test_each_stops_it_for_themselves(self, browser, rf):
        client, _secret = registered()
        bob = Client()
        bob.force_login(make_account("bob@example.org"))
        mine, bobs = allowed(browser, client), allowed(bob, client)
        bob.post(f"/de/accounts/tokens/applications/{client.pk}/stop/")
        assert calls(rf, bobs["access_token"]) is None
        assert calls(rf, mine["access_token"])

    def test_nobody_stops_it_for_another(self, browser, rf):
        client, _secret = registered()
        clear = allowed(browser, client)["access_token"]
        bob = Client()
        bob.force_login(make_account("bob@example.org"))
        bob.post(f"/de/accounts/tokens/applications/{client.pk}/stop/")
        assert calls(rf, clear)
        assert bob.get(f"/de/accounts/tokens/applications/{client.pk}/stop/").status_code == 404

    def test_until_the_application_gives_it_back(self, browser, rf):
        client, _secret = registered()
        clear = allowed(browser, client)["access_token"]
        Client().post("/identity/o/api/revoke", {"client_id": client.pk, "token": clear})
        assert calls(rf, clear) is None

    def test_as_long_as_there_is_the_application(self, browser, rf):
        client, _secret = registered()
        clear = allowed(browser, client)["access_token"]
        client.set_scopes(["openid"])
        client.save()
        assert not calls(rf, clear)[1].includes("events:read")
        client.delete()
        assert calls(rf, clear) is None

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_demo": True}])
    def test_as_long_as_the_person_could_log_in(self, browser, rf, change):
        client, _secret = registered()
        tokens = allowed(browser, client)
        User.objects.update(**change)
        assert calls(rf, tokens["access_token"]) is None
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        renewed = fetch(client, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
        if not change.get("is_demo"):
            assert Client().get("/identity/o/api/userinfo", headers=bearer).status_code == 401
            assert renewed.status_code == 400

    def test_gone_with_the_account(self, browser, ada, rf):
        clear = allowed(browser, registered()[0])["access_token"]
        close(ada)
        assert calls(rf, clear) is None
        assert not Token.objects.exists()

    def test_only_where_it_was_narrowed_to(self, browser, rf):
        here = f"{settings.SITE_URL}/api/v1/organise/events"
        clear = allowed(browser, registered()[0], resource=here)["access_token"]
        assert calls(rf, clear)
        assert calls(rf, clear, "/api/v1/organise/petitions/") is None


def test_who_somebody_is(browser, ada):
    def info(scope):
        tokens = allowed(browser, registered()[0], scope=scope)
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        return Client().get("/identity/o/api/userinfo", headers=bearer).json()

    assert info("openid") == {"sub": info("openid")["sub"]}
    assert info("openid profile").keys() == {"sub", "name", "locale"}
    User.objects.update(display_name="")
    # An account without a name goes by its address on our pages, but not elsewhere.
    assert "ada@" not in str(info("openid profile"))
    assert info("openid email")["email"] == "ada@example.org"


def test_what_is_offered():
    offered = Client().get("/.well-known/openid-configuration").json()
    assert offered["issuer"] == settings.SITE_URL
    assert offered["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert offered["response_types_supported"] == ["code"]
    assert offered["code_challenge_methods_supported"] == ["S256"]
    assert {"openid", "events:write"} < set(offered["scopes_supported"])
    assert "device_authorization_endpoint" not in offered
    assert "registration_endpoint" not in offered
    for path in ("logout", "device", "api/device/code", "api/clients", "api/introspect"):
        assert Client().post(f"/identity/o/{path}").status_code == 404


def test_a_network_has_so_many_tries(settings):
    settings.LIMITS = settings.LIMITS | {"identity:network": "2/minute"}
    client, _secret = registered()
    for _try in range(2):
        assert fetch(client, grant_type="refresh_token", refresh_token="x").status_code == 400
    refused = fetch(client, grant_type="refresh_token", refresh_token="x")
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert 0 < int(refused["Retry-After"]) <= 60


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"grant_type": "authorization_code", "client_id": "\x00"},
        {"grant_type": "refresh_token", "refresh_token": "\x00"},
        {"grant_type": "authorization_code", "resource": "//x"},
        {"grant_type": "authorization_code", "code": "x" * 100, "client_id": "x"},
    ],
)
def test_bad_input_is_refused(sent):
    client, _secret = registered()
    assert Client().post(TOKEN, {"client_id": client.pk} | sent).status_code in (400, 401)
    assert Client().get(AUTHORIZE, sent).status_code in (200, 302, 400)


def test_the_key_is_made_once_and_kept(tmp_path):
    made = oidc._made_once(tmp_path / "oidc.pem")
    oidc._made_once.cache_clear()
    assert oidc._made_once(tmp_path / "oidc.pem") == made
    assert (tmp_path / "oidc.pem").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["oidc.pem"]


def test_the_list_costs_the_same_with_one_and_with_three(browser):
    from tests.organising import queries_of

    allowed(browser, registered()[0])
    one = queries_of(browser, "/de/accounts/tokens/")
    allowed(browser, registered()[0])
    allowed(browser, registered()[0])
    assert queries_of(browser, "/de/accounts/tokens/") == one
