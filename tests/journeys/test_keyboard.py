"""The whole way by keyboard alone: every control is reached by Tab, in view, and works."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.keyboard import skip_to, tab_to

pytestmark = pytest.mark.browser


def type_into(page, name: str, text: str) -> None:
    tab_to(page, f"#sign [name={name}]")
    page.keyboard.type(text)


@pytest.mark.parametrize(("language", "width"), [("de", 1280), ("ar", 390)])
def test_sign_and_withdraw_by_keyboard_alone(visitor, language, width):
    person = visitor(language, width=width)
    page, keyboard = person.page, person.page.keyboard
    address = f"keyboard-{language}@example.org"
    before = steps.count(person)

    person.open(steps.PETITION)
    skip_to(page, "#main")
    type_into(page, "given_name", "Tasten")
    type_into(page, "family_name", "Kürzel")
    type_into(page, "email", address)
    type_into(page, "postcode", "44137")
    tab_to(page, "#sign [name=consent_signing]")
    keyboard.press("Space")
    tab_to(page, "#sign form button[type=submit]")
    keyboard.press("Enter")
    expect(page.locator("#sign h1")).to_be_focused()

    steps.open_newest_mail(person, address)
    tab_to(page, ".mail__text a[href*='/confirm/']")
    own_page = steps.link_in_mail(person, f"/{language}/me/")
    keyboard.press("Enter")
    page.wait_for_url(re.compile("/confirm/"))
    tab_to(page, "main form button")
    keyboard.press("Enter")
    page.wait_for_url(re.compile("/thanks/$"))
    tab_to(page, ".share a")
    steps.wait_for_count(person, before + 1)

    person.open(own_page)
    tab_to(page, "form[action*='/withdraw/'] button")
    keyboard.press("Enter")
    steps.wait_for_count(person, before)


def test_the_language_switcher_stays_on_the_page(visitor):
    person = visitor("de")
    page = person.page
    person.open(steps.PETITION)
    tab_to(page, ".language-switcher summary")
    page.keyboard.press("Enter")
    tab_to(page, ".language-switcher a[hreflang=ar]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/ar/{steps.PETITION}$"))
    assert page.locator("html").get_attribute("dir") == "rtl"
