"""Applications are registered in the administration; the secret is shown in that answer alone."""

import re

import pytest
from allauth.idp.oidc.models import Client as Registered
from django.test import Client

from access import services
from access.forms.applications import ApplicationForm
from tests.access.oauth import registered
from tests.accounts.conftest import make_account

pytestmark = pytest.mark.django_db
LIST = "/admin/allauth_idp_oidc/client/"
FIELDS = {
    "name": "Stadtkarte",
    "type": "confidential",
    "redirect_uris": "https://app.example/back",
    "cors_origins": "",
    "scopes": ["openid", "events:read"],
}


@pytest.fixture
def technician() -> Client:
    client = Client()
    client.force_login(make_account(is_superuser=True, is_staff=True))
    return client


def secret_in(page) -> str:
    assert "no-store" in page["Cache-Control"]
    return re.findall(r'<code dir="ltr">([^<]+)</code>', page.text)[-1].replace("&amp;", "&")


def test_registered_with_a_secret_that_is_shown_once(technician):
    page = technician.post(f"{LIST}add/", FIELDS)
    client = Registered.objects.get()
    assert page.status_code == 200
    assert client.pk in page.text
    assert "messages" not in page.cookies
    assert client.get_grant_types() == ["authorization_code", "refresh_token"]
    assert client.get_response_types() == ["code"]
    assert client.get_scopes() == ["openid", "events:read"]
    assert not client.skip_consent
    assert client.owner is None
    shown = technician.get(f"{LIST}{client.pk}/change/")
    assert shown.status_code == 200
    assert client.secret not in shown.text
    assert client.secret not in page.text


def test_a_public_one_has_none(technician):
    page = technician.post(f"{LIST}add/", FIELDS | {"type": "public"})
    assert page.status_code == 200
    assert secret_in(page) == Registered.objects.get().pk


def test_changed_it_keeps_its_secret(technician):
    client, secret = registered("confidential")
    technician.post(f"{LIST}{client.pk}/change/", FIELDS | {"name": "Karte"})
    client.refresh_from_db()
    assert client.name == "Karte"
    assert client.check_secret(secret)


def test_a_new_secret_ends_the_old_one(technician):
    client, secret = registered("confidential")
    chosen = {"action": "give_new_secret", "_selected_action": client.pk}
    technician.post(LIST, chosen)
    client.refresh_from_db()
    assert not client.check_secret(secret)
    public, _none = registered("public")
    page = technician.post(LIST, chosen | {"_selected_action": public.pk}, follow=True)
    assert page.redirect_chain


def test_tokens_have_no_page_there(technician):
    assert technician.get("/admin/allauth_idp_oidc/token/").status_code == 404


def test_only_technicians():
    client = Client()
    client.force_login(make_account(site_role="administrator"))
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("uri", "is_safe"),
    [
        ("https://app.example/back", True),
        ("http://127.0.0.1:8765/back", True),
        ("http://[::1]/back", True),
        ("org.example.app:/back", True),
        ("http://app.example/back", False),
        ("https://", False),
        ("https://*.example/back", False),
        ("https://app.example/back#x", False),
        ("https://a.example;script-src *", False),
        ("https://user@app.example/back", False),
        ("https://[::1/back", False),
        ("https://app.example:x/back", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("/back", False),
    ],
)
def test_where_it_may_be_led_back_to(uri, is_safe):
    form = ApplicationForm(FIELDS | {"redirect_uris": f"https://first.example\n{uri}"})
    assert form.is_valid() == is_safe, form.errors


@pytest.mark.parametrize(
    ("origin", "is_one"),
    [("https://app.example", True), ("https://app.example/", False), ("app.example", False)],
)
def test_origins(origin, is_one):
    assert ApplicationForm(FIELDS | {"cors_origins": origin}).is_valid() == is_one


def test_what_a_policy_can_name():
    assert services.way_back_of("https://app.example:8443/x?y") == "https://app.example:8443"
    assert services.way_back_of("org.example.app:/back") == "org.example.app:"
    assert services.way_back_of("https://a.example' *;") == ""
