"""Programs that act for people: a token made and revoked, an application let in and stopped."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.access.oauth import CHALLENGE, VERIFIER
from tests.journeys.steps import log_in
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
PASSWORD = "mitstimme-demo"


def show_password(person) -> None:
    """Where the page asks once more whether it is you."""
    person.page.locator("[name=password]").fill(PASSWORD)
    person.page.locator("form:has([name=password]) button[type=submit]").first.click()


@pytest.mark.parametrize(
    ("language", "scheme", "javascript"), [("de", "light", True), ("ar", "dark", False)]
)
def test_a_token_is_made_copied_and_revoked(visitor, language, scheme, javascript):
    person = visitor(language, scheme=scheme, width=320, javascript=javascript)
    page = person.page
    look = assert_well_made if javascript else (lambda person: None)
    log_in(person)
    person.open("accounts/tokens/")
    look(person)
    person.open("accounts/tokens/new/")
    show_password(person)
    page.wait_for_url(f"**/{language}/accounts/tokens/new/")
    look(person)
    page.locator("form:has([name=days]) button[type=submit]").click()
    page.locator(".error-summary").wait_for()
    look(person)
    page.locator("[name=name]").fill("Rundbrief")
    page.locator("[value='events:read']").check()
    page.locator("form:has([name=days]) button[type=submit]").click()
    clear = page.locator("#token").input_value()
    assert clear.startswith("mitstimme_")
    look(person)
    if javascript:
        person.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("[data-copy='#token']").click()
        page.locator("[data-copy='#token'] [aria-live]").wait_for()
        assert page.evaluate("() => navigator.clipboard.readText()") == clear
    else:
        assert not page.locator("[data-copy='#token']").is_visible()
    person.open("accounts/tokens/")
    assert clear not in page.content()
    look(person)
    page.locator("a[href$='/revoke/']").first.click()
    look(person)
    page.locator(".button--danger").click()
    page.wait_for_url(f"**/{language}/accounts/tokens/")
    page.locator("#over").first.wait_for()


class Back(BaseHTTPRequestHandler):
    """The page of an application to which people come back."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Back</title>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def back() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Back)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()
    server.server_close()


def test_an_application_is_registered_let_in_and_stopped(visitor, site, back):
    """Chromium lets the form's answer lead to the application, and to no other place."""
    technician = visitor("en", width=1280)
    log_in(technician, "admin@example.org")
    technician.open("/admin/allauth_idp_oidc/client/add/")
    technician.page.locator("[name=name]").fill("City map")
    technician.page.locator("[name=type]").select_option("public")
    technician.page.locator("[name=redirect_uris]").fill(back)
    technician.page.locator("[value='openid']").check()
    technician.page.locator("[value='events:read']").check()
    technician.page.locator("[name=_save]").click()
    client_id = technician.page.locator("code").first.inner_text()

    person = visitor("tr", width=320)
    asked = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": back,
        "scope": "openid events:read",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "ui_locales": "tr",
    }
    person.open(f"/identity/o/authorize?{urlencode(asked)}")
    person.page.locator("[name=login]").fill("organiser@example.org")
    show_password(person)
    person.page.locator("button[value=grant]").wait_for()
    assert_well_made(person)
    person.page.locator("button[value=grant]").click()
    person.page.wait_for_url(f"{back}?*")
    person.problems = [each for each in person.problems if back not in each]
    said = parse_qs(urlsplit(person.page.url).query)
    assert said["state"] == ["s-1"]

    params = {
        "client_id": client_id,
        "grant_type": "authorization_code",
        "code": said["code"][0],
        "redirect_uri": back,
        "code_verifier": VERIFIER,
    }
    request = Request(f"{site}/identity/o/api/token", urlencode(params).encode())  # noqa: S310
    with urlopen(request, timeout=20) as answer:  # noqa: S310
        tokens = json.load(answer)
    assert tokens["scope"] == "openid events:read"

    person.open("accounts/tokens/")
    assert_well_made(person)
    person.page.locator("a[href$='/stop/']").click()
    assert_well_made(person)
    person.page.locator(".button--danger").click()
    person.page.wait_for_url("**/tr/accounts/tokens/")
    assert person.page.locator("#applications").count() == 0
