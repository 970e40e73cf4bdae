"""A petition on somebody else's website: by the custom element, and by a plain frame."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import steps
from tests.journeys.outside import (
    EMBEDS,
    PAGE,
    PARTNER,
    SLUG,
    allow,
    element,
    fill_in,
    frame_in,
    plain_frame,
    website,
)
from tests.journeys.sweep import sideways_scrolling
from tests.journeys.visitor import AXE, Visitor, axe_violations

pytestmark = pytest.mark.browser


@pytest.fixture
def somebody(browser):
    """Someone on another website, in a browser that lets no third party keep a cookie."""
    made: list[BrowserContext] = []

    def make(javascript: bool = True, **device) -> BrowserContext:
        context = browser.new_context(
            locale="de", java_script_enabled=javascript, reduced_motion="reduce", **device
        )
        context.set_default_timeout(15_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="module")
def owner(browser, site):
    """An owner of the partner, logged in once."""
    owner = Visitor(browser, site, "de", reduced_motion="reduce")
    steps.log_in(owner, "partner@example.org")
    yield owner
    assert not owner.problems
    owner.close()


@pytest.fixture(scope="module")
def named(owner, site):
    """Websites that the owner has named: with the element, with a plain frame, and with a page of
    ours in a frame that is not meant for one."""
    page_of_ours = f'{PAGE}<iframe src="{site}/de/petitions/{SLUG}/" title="x"></iframe>'
    shown = {"element": element(site), "plain-frame": plain_frame(site), "page": page_of_ours}
    with ExitStack() as until_the_end:
        made = {name: until_the_end.enter_context(website(html)) for name, html in shown.items()}
        allow(owner, *made.values())
        yield made


def refusals(page: Page, address: str) -> list[str]:
    """What the browser says after it has refused to show a frame on this page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)

    def refused() -> list[str]:
        page.wait_for_timeout(50)
        return [text for text in said if "frame" in text.lower()]

    steps.wait_until(lambda: bool(refused()), 15, lambda: "nothing was refused")
    return refused()


def source_of(visitor, address: str) -> str:
    """The source in what the person behind this address can export of themselves."""
    person = visitor("tr")
    steps.open_newest_mail(person, address)
    own_page = steps.link_in_mail(person, "/tr/me/")
    person.open(steps.link_in_mail(person, "/confirm/"))
    steps.confirm(person)
    person.open(own_page)
    with person.page.expect_download() as download:
        steps.press(person, "/export/")
    exported = download.value.path().read_text()
    [source] = re.findall(r'"came_through": "([^"]*)"', exported)
    # Leave the count as it was.
    before = steps.count(person)
    steps.press(person, "/withdraw/")
    steps.wait_for_count(person, before - 1)
    return source


@pytest.mark.parametrize("javascript", [True, False], ids=["element", "plain-frame"])
def test_signing_on_a_partners_website(visitor, site, somebody, named, javascript):
    address = f"embedded-{javascript}@example.org".lower()
    outside = named["element" if javascript else "plain-frame"]
    context = somebody(javascript)
    page = context.new_page()
    page.goto(outside)
    frame = frame_in(page, site)
    expect(frame.locator("html")).to_have_attribute("lang", "tr")
    fill_in(frame, "no-address")
    frame.locator("#sign form [type=submit]").click()
    expect(frame.locator(".error-summary")).to_be_visible()
    fill_in(frame, address)
    frame.locator("#sign form [type=submit]").click()
    expect(frame.locator("#sign h1")).to_be_visible()
    assert page.url.rstrip("/") == outside
    assert context.cookies() == []
    assert source_of(visitor, address) == f"partner-{PARTNER}"


def test_the_frame_is_as_high_as_its_page_and_hears_of_changes(site, somebody, named):
    page = somebody(viewport={"width": 390, "height": 844}).new_page()
    page.goto(named["element"])
    embedded = page.locator("mitstimme-petition")
    iframe = embedded.locator("iframe")
    frame = frame_in(page, site)
    expect(iframe).to_have_attribute("title", re.compile("."))

    def is_fitting() -> bool:
        inside = frame.evaluate("() => document.body.getBoundingClientRect().height")
        outside = iframe.evaluate("frame => frame.getBoundingClientRect().height")
        return inside > 500 and abs(inside - outside) <= 1

    steps.wait_until(is_fitting, 15, lambda: "the frame has another height than its page")
    expect(embedded.locator("a")).to_be_hidden()
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    assert "#7a1f5c" in frame.evaluate(accent)

    embedded.evaluate("it => { it.setAttribute('part', 'progress'); it.lang = 'ar'; }")
    expect(iframe).to_have_attribute("src", re.compile("/ar/embed/.*/progress/"))
    frame = frame_in(page, site)
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")

    # Whoever else sends such a message is not heard.
    height = iframe.evaluate("frame => frame.style.height")
    page.evaluate("() => postMessage({ mitstimme: { height: 7, title: 'x' } }, '*')")
    page.wait_for_timeout(300)
    assert iframe.evaluate("frame => frame.style.height") == height


@pytest.mark.parametrize("made", [element, plain_frame], ids=["element", "plain-frame"])
def test_a_website_that_nobody_named_shows_nothing(site, somebody, made):
    with website(made(site)) as outside:
        page = somebody().new_page()
        assert "frame-ancestors" in refusals(page, outside)[0]
        assert not [one for one in page.frames[1:] if one.url.startswith(site)]
        if made is element:
            expect(page.locator("mitstimme-petition a")).to_be_visible()


def test_no_other_page_of_ours_can_be_framed(site, somebody, named):
    page = somebody().new_page()
    assert "frame-ancestors" in refusals(page, named["page"])[0]
    assert not [one for one in page.frames[1:] if one.url.startswith(site)]


PATHS = [
    f"petitions/{SLUG}/",
    f"petitions/{SLUG}/progress/",
    f"petitions/{SLUG}/sign/sent/",
    "events/",
    "campaigns/kommunales-wahlrecht/events/",
    "campaigns/kommunales-wahlrecht/shifts/",
    "petitions/unknown/",
]


# By what the address says of it: the device's schemes in which it is looked at.
LOOKS: dict[str, tuple[Literal["light", "dark"], ...]] = {
    "": ("light", "dark"),
    "?accent=ffd400&scheme=light": ("light",),
    "?accent=ffd400&scheme=dark": ("dark",),
}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_embedded_page_is_well_made(visitor, language):
    person = visitor(language)
    faults: list[str] = []
    for path in PATHS:
        for look, schemes in LOOKS.items():
            person.look(width=320, scheme=schemes[0])
            answer = person.open(f"embed/{PARTNER}/{path}{look}")
            assert answer is not None
            assert answer.status == (404 if "unknown" in path else 200), path
            found = sideways_scrolling(person.page)
            for scheme in schemes:
                person.look(width=320, scheme=scheme)
                found += [f"{scheme}: {each}" for each in axe_violations(person.page)]
            faults += [f"{path}{look} {each}" for each in found]
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_page_with_the_lines_to_copy(visitor, owner, language):
    person = visitor(language, width=320)
    person.context.add_cookies(owner.context.cookies())
    person.open(EMBEDS)
    assert sideways_scrolling(person.page) == []
    person.page.evaluate(AXE)
    for scheme in ("light", "dark"):
        person.look(width=320, scheme=scheme)
        assert axe_violations(person.page) == []
    person.page.locator("[name=what]").select_option(f"petition {SLUG}")
    person.page.locator("[name=accent]").fill("7a1f5c")
    person.page.locator("form:has([name=accent]) button[type=submit]").click()
    person.page.wait_for_url("**accent=7a1f5c**")
    preview = person.page.frame_locator(".snippet__preview")
    expect(preview.locator("#sign form")).to_be_visible()
