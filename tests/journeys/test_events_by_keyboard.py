"""Events by keyboard alone and without JavaScript: a guest comes and cancels, a host announces."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.keyboard import enter, soon, tab_to, type_into, type_moment
from tests.journeys.organising import follow, save, start_at

pytestmark = pytest.mark.browser
# Of the demo's week: one that asks for a registration.
EVENT = "events/demo-rap-werkstatt/"


def test_a_guest_registers_confirms_and_cancels_by_keyboard(visitor):
    person = visitor("de", width=1280)
    page, keyboard = person.page, person.page.keyboard
    address = "tasten-gast@example.org"
    person.open(EVENT)
    type_into(page, "name", "Tasten Gast")
    type_into(page, "email", address)
    tab_to(page, "#register form button[type=submit]")
    keyboard.press("Enter")
    expect(page.locator("#register h1")).to_be_focused()

    press_link_of_mail(person, address, "/confirm/")
    page.wait_for_url("**/ticket/**")
    press_link_of_mail(person, address, "/cancel/", 2)
    expect(page.locator("h1")).to_have_text("Ihre Anmeldung ist abgesagt")


def press_link_of_mail(person, address: str, part: str, number: int = 1) -> None:
    """The link in the newest mail, and the button on its page, each with Enter."""
    steps.open_newest_mail(person, address, number)
    tab_to(person.page, f".mail__text a[href*='{part}']")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(re.compile(part))
    tab_to(person.page, f"main form[action*='{part}'] button")
    person.page.keyboard.press("Enter")


def test_a_host_adds_an_event_and_announces_it_by_keyboard(visitor):
    person = visitor("de", width=1280)
    page = person.page
    steps.log_in(person)
    person.open("organise/events/")
    enter(person, "main a[href$='/organise/events/new/']", "**/organise/events/new/")
    type_into(page, "title", "Tanz mit Tasten")
    type_into(page, "summary", "Kommen Sie und tanzen Sie mit.")
    type_moment(page, "starts_at", soon(18))
    type_moment(page, "ends_at", soon(19))
    enter(person, "main form button.button--primary", "**/events/tanz-mit-tasten/")

    enter(person, "main a[href$='/change/place/']", "**/change/place/")
    tab_to(page, "main [name=venue]")
    page.keyboard.type("Münsterstraße")
    enter(person, "main form[method=post] button.button--primary", "**/events/tanz-mit-tasten/")
    enter(person, "main a[href$='/tanz-mit-tasten/confirm/']", "**/confirm/")
    enter(person, "main form button.button--primary", "**/organise/events/tanz-mit-tasten/")
    enter(person, "main a[href$='/de/events/tanz-mit-tasten/']", "**/de/events/tanz-mit-tasten/")
    expect(page.locator("h1")).to_have_text("Tanz mit Tasten")


def test_a_guest_registers_confirms_and_cancels_without_javascript(visitor):
    person = visitor("de", width=320, javascript=False)
    page = person.page
    address = "ohne-skript@example.org"
    person.open(EVENT)
    page.locator("#register [name=name]").fill("Ohne Skript")
    page.locator("#register form button[type=submit]").click()
    # Refused with what was typed, then taken.
    expect(page.locator("#register [name=name]")).to_have_value("Ohne Skript")
    page.locator("#register [name=email]").fill(address)
    page.locator("#register form button[type=submit]").click()
    page.wait_for_url("**/register/sent/**")

    steps.open_newest_mail(person, address)
    person.open(steps.link_in_mail(person, "/confirm/"))
    steps.press(person, "/confirm/")
    page.wait_for_url("**/ticket/**")
    expect(page.locator("svg.qr")).to_be_visible()
    steps.open_newest_mail(person, address, 2)
    person.open(steps.link_in_mail(person, "/cancel/"))
    steps.press(person, "/cancel/")
    expect(page.locator("h1")).to_have_text("Ihre Anmeldung ist abgesagt")


def test_a_host_adds_an_event_and_announces_it_without_javascript(visitor):
    person = visitor("de", width=320, javascript=False)
    page = person.page
    steps.log_in(person)
    person.open("organise/events/new/")
    page.locator("[name=title]").fill("Tanz ohne Skript")
    page.locator("[name=summary]").fill("Kommen Sie und tanzen Sie mit.")
    page.locator("[name=starts_at]").fill(f"{soon(18):%Y-%m-%dT%H:%M}")
    page.locator("[name=ends_at]").fill(f"{soon(20):%Y-%m-%dT%H:%M}")
    save(person, "**/organise/events/tanz-ohne-skript/")
    follow(person, "/change/place/")
    venue = page.locator("[name=venue]")
    venue.select_option(label=venue.locator("option", has_text="Münsterstraße").inner_text())
    page.locator("main form[method=post] button.button--primary").click()
    page.wait_for_url("**/organise/events/tanz-ohne-skript/")
    follow(person, "/confirm/")
    save(person, "**/organise/events/tanz-ohne-skript/")
    start_at(person, "/organise/events/")
    expect(page.get_by_role("link", name="Tanz ohne Skript")).to_be_visible()
    person.open("events/tanz-ohne-skript/")
    expect(page.locator("h1")).to_have_text("Tanz ohne Skript")
