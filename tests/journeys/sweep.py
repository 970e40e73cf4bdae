"""What every page is looked at for: narrow enough, and accessible in both schemes."""

from collections.abc import Mapping

from playwright.sync_api import Page

from tests.journeys.visitor import Visitor, axe_violations, overflow

LANGUAGES = ["de", "en", "tr", "ar"]
# German and Arabic stand for both directions; the other two have the same markup.
BOTH_DIRECTIONS = ["de", "ar"]
LOOKS = [("light", 1280), ("dark", 390)]


def assert_all_well_made(person: Visitor, paths: Mapping[str, str]) -> None:
    """By view name: narrow at 320 px; in both directions also accessible in both schemes."""
    found: dict[str, list[str]] = {}
    for name, path in paths.items():
        person.look(width=320)
        person.open(path)
        faults = sideways_scrolling(person.page)
        if person.language in BOTH_DIRECTIONS:
            for scheme, width in LOOKS:
                person.look(scheme=scheme, width=width)
                faults += [f"{scheme}, {width} px: {each}" for each in axe_violations(person.page)]
        if faults:
            found[f"{name} ({path})"] = faults
    assert found == {}, "\n".join(
        f"{page}\n  " + "\n  ".join(faults) for page, faults in found.items()
    )


# What WCAG 1.4.12 lets people set for themselves.
WIDER_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
}"""
TEXT_AS_BEFORE = "() => document.adoptedStyleSheets.pop() && undefined"


def sideways_scrolling(page: Page) -> list[str]:
    """What makes the page scroll sideways at its present width, also with wider text."""
    faults = [f"{by} px too wide"] if (by := overflow(page)) else []
    page.evaluate(WIDER_TEXT)
    if by := overflow(page):
        faults.append(f"{by} px too wide with wider text")
    page.evaluate(TEXT_AS_BEFORE)
    return faults
