"""A passkey in a real browser, with an authenticator that Chromium plays itself."""

import pytest

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PASSWORD = "mitstimme-demo"


@pytest.fixture
def volunteer(browser, site):
    # A passkey belongs to a name: browsers refuse it for an address of numbers.
    person = Visitor(browser, site.replace("127.0.0.1", "localhost"), "de")
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield person
    problems = person.problems
    person.close()
    assert not problems, "\n".join(problems)


def test_added_then_used_instead_of_the_password(volunteer):
    page = volunteer.page
    volunteer.open("accounts/login/")
    page.fill("#id_login", "volunteer@example.org")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/de/accounts/")

    volunteer.open("accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.click("form[data-passkey] button[type=submit]")
    page.wait_for_url("**/2fa/recovery-codes/")

    volunteer.open("accounts/")
    page.click("main form[action$='/logout/'] button")
    page.click("form[data-passkey=login] button[type=submit]")
    page.wait_for_url("**/de/accounts/")

    # Leaves the demo as it was: no second step for the volunteer.
    volunteer.open("accounts/2fa/webauthn/")
    page.click("a[href$='/remove/']")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/2fa/webauthn/")


def test_a_refusal_is_said_in_words(volunteer):
    page = volunteer.page
    volunteer.open("accounts/login/")
    refused = page.locator("[data-passkey-refused]")
    assert refused.is_hidden()
    page.click("form[data-passkey=login] button[type=submit]")
    refused.wait_for(state="visible")
    assert page.locator("form[data-passkey=login] button").is_enabled()
