"""By keyboard alone: every control is reached by Tab, in view, and seen to have the focus."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor

DESCRIBE_FOCUS = """(target) => {
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
        isTarget: element === target,
        hasOutline: shown.some((s) => s.outlineStyle !== "none" || s.boxShadow !== "none"),
    };
}"""


def tab_to(page: Page, selector: str, limit: int = 120) -> None:
    """Press Tab until the control has the focus; each stop on the way must be visible."""
    target = page.locator(selector).first.element_handle()
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(DESCRIBE_FOCUS, target)
        if focus["name"] != "BODY":
            assert focus["isInView"], f"focus out of view: {focus['name']}"
            assert focus["hasOutline"], f"focus not to be seen: {focus['name']}"
            assert not focus["isCovered"], f"focus covered: {focus['name']}"
        if focus["isTarget"]:
            return
    raise AssertionError(f"Tab never reached {selector}.")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"main [name={name}]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def soon(hour: int) -> datetime:
    """A day to come that is written alike whether the day or the month comes first."""
    day = datetime.now().astimezone() + timedelta(days=2)
    while day.day != day.month:
        day += timedelta(days=1)
    return day.replace(hour=hour, minute=0)


def type_moment(page: Page, name: str, moment: datetime) -> None:
    """Into a field of the browser's own: each part of day and hour has the focus in turn.

    With twelve hours a day or with twenty-four, 18 and 19 are typed alike.
    """
    tab_to(page, f"main [name={name}]")
    page.keyboard.type(f"{moment:%d%m%Y}")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{moment:%H%M}")
    expect(page.locator(f"main [name={name}]")).to_have_value(f"{moment:%Y-%m-%dT%H:%M}")


def skip_to(page: Page, part: str) -> None:
    """Past the navigation by the page's first link, as people do who come often."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(part)).to_be_focused()


def enter(person: Visitor, selector: str, to: str) -> None:
    """Press Enter on a link or a button, and wait for the page it leads to."""
    tab_to(person.page, selector)
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(to)
