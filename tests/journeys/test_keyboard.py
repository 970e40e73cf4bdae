"""The whole way by keyboard alone: every control is reached by Tab, in view, and works."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

pytestmark = pytest.mark.browser

DESCRIBE_FOCUS = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    // A card with one link shows the focus around itself.
    const shown = [element, element.closest(".card") ?? element].map((e) => getComputedStyle(e));
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        name: element.getAttribute("name") || element.getAttribute("href") || element.tagName,
        isInView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        isCovered: Boolean(middle) && !element.contains(middle) && !middle.contains(element)
            && !element.labels?.length,
        hasOutline: shown.some((s) => s.outlineStyle !== "none" || s.boxShadow !== "none"),
    };
}"""


def tab_to(page, selector: str, limit: int = 120) -> None:
    """Press Tab until the control has the focus; each stop on the way must be visible."""
    target = page.locator(selector).first
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(DESCRIBE_FOCUS)
        if focus["name"] != "BODY":
            assert focus["isInView"], f"focus out of view: {focus['name']}"
            assert focus["hasOutline"], f"focus not to be seen: {focus['name']}"
            assert not focus["isCovered"], f"focus covered: {focus['name']}"
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {selector}.")


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
    keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
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
