"""A coordinator moves people on the board: by pointer, by keyboard alone, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.keyboard import tab_to
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
BOARD = "organise/volunteering/board/"
# Who could move to another role of the same shift with a free place: there nothing clashes. One
# that needs a language asks once more.
FIND = """(needsLanguage) => {
  const found = [];
  for (const turn of document.querySelectorAll("[data-board] .board__turn")) {
    for (const person of turn.querySelectorAll("[data-person]")) {
      for (const seat of turn.querySelectorAll("[data-seat]:not([data-full])")) {
        if (seat.contains(person)) continue;
        if (Boolean(seat.querySelector(".board__language")) !== needsLanguage) continue;
        found.push([person.dataset.person, seat.dataset.seat]);
      }
    }
  }
  return found;
}"""


def coordinating(visitor, **device):
    """On the board, at the first day that has somebody to move."""
    person = visitor(width=1280, **device)
    steps.log_in(person)
    person.open(f"{BOARD}?view=week")
    return person


def found(person, *, needs_language: bool = False, passed_by=()) -> tuple[str, str]:
    for _ in range(5):
        for somebody, seat in person.page.evaluate(FIND, needs_language):
            if somebody not in passed_by:
                return somebody, seat
        person.page.locator("a[rel=next]").first.click()
        person.page.wait_for_load_state()
    raise AssertionError("The demo has nobody to move.")


def assert_moved(person, somebody: str, seat: str) -> None:
    expect(person.page.locator(".notice").first).to_contain_text("ist umgesetzt")
    there = person.page.locator(f'[data-seat="{seat}"] [data-person="{somebody}"]')
    expect(there).to_be_visible()


def test_by_pointer(visitor):
    person = coordinating(visitor)
    somebody, seat = found(person)
    assert_well_made(person)
    name = person.page.locator(f'[data-person="{somebody}"]')
    target = person.page.locator(f'[data-seat="{seat}"]')
    # The card in the middle: nothing scrolls while something is dragged.
    target.evaluate("seat => seat.closest('article').scrollIntoView({block: 'center'})")
    begin, end = name.bounding_box(), target.bounding_box()
    mouse = person.page.mouse
    mouse.move(begin["x"] + 10, begin["y"] + 10)
    mouse.down()
    mouse.move(begin["x"] + 30, begin["y"] + 20, steps=4)
    mouse.move(end["x"] + 20, end["y"] + 10, steps=8)
    # The browser tells a page where the pointer is once it moves there again.
    mouse.move(end["x"] + 22, end["y"] + 12)
    expect(target).to_have_attribute("data-over", "")
    mouse.up()
    assert_moved(person, somebody, seat)


def test_by_keyboard_alone(visitor):
    person = coordinating(visitor)
    somebody, seat = found(person)
    page = person.page
    page.locator("#who").focus()
    page.locator("#who").select_option(somebody)
    page.keyboard.press("Tab")
    expect(page.locator("#where")).to_be_focused()
    page.locator("#where").select_option(seat)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert_moved(person, somebody, seat)
    # Where it is said is where one goes on.
    expect(page.locator("#page")).to_be_focused()


def test_to_a_role_whose_language_they_may_not_speak(visitor):
    person = coordinating(visitor)
    page = person.page
    warning = page.locator("main .notice--warning[data-focus]")
    tried: list[str] = []
    while not warning.count():
        # Whoever is known to speak it is moved at once.
        somebody, seat = found(person, needs_language=True, passed_by=tried)
        tried.append(somebody)
        language = page.locator(f'[data-seat="{seat}"] .board__language').first.inner_text()
        page.locator("#who").select_option(somebody)
        page.locator("#where").select_option(seat)
        page.locator("form:has(#who) button[type=submit]").click()
        expect(page.locator("main .notice").first).to_be_visible()
    expect(warning).to_be_focused()
    expect(warning).to_contain_text(language)
    assert_well_made(person)
    # Back, and nobody has moved; or once more, and they have.
    page.locator("main form:has([name=knows]) a").click()
    page.wait_for_url(f"**/{BOARD}**")
    expect(page.locator(f'[data-seat="{seat}"] [data-person="{somebody}"]')).to_have_count(0)
    page.locator("#who").select_option(somebody)
    page.locator("#where").select_option(seat)
    page.locator("form:has(#who) button[type=submit]").click()
    expect(warning).to_be_focused()
    tab_to(page, "main form:has([name=knows]) button")
    page.keyboard.press("Enter")
    assert_moved(person, somebody, seat)


def test_without_a_script(visitor):
    person = coordinating(visitor, javascript=False)
    page = person.page
    page.get_by_role("link", name="Einen Tag zeigen").click()
    link = page.locator(".board__move").first
    name = link.locator("xpath=..").locator("bdi").inner_text()
    link.click()
    expect(page.locator("#who option:checked")).to_contain_text(name)
