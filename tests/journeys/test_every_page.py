"""Every kind of page, in every language: accessible, narrow enough, within the content policy."""

import pytest

from tests.journeys.crawl import crawl
from tests.journeys.visitor import axe_violations, overflow

pytestmark = pytest.mark.browser

LANGUAGES = ["de", "en", "tr", "ar"]


@pytest.fixture(scope="module")
def paths_in(site):
    """Paths by view name, crawled once for each language."""
    known = {}

    def of(language):
        if language not in known:
            known[language] = crawl(site, language)
        return known[language]

    return of


def test_the_crawl_finds_the_pages_that_matter(paths_in):
    expected = {
        "pages:home",
        "pages:search",
        "campaigns:list",
        "campaigns:detail",
        "campaigns:field_list",
        "campaigns:field_detail",
        "petitions:list",
        "petitions:detail",
        "partners:list",
        "partners:detail",
        "privacy:ask",
        "pages:legal imprint",
        "pages:legal privacy",
        "pages:legal accessibility",
        "account_login",
    }
    for language in LANGUAGES:
        assert expected - set(paths_in(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(visitor, paths_in, language):
    person = visitor(language, width=320)
    wide = {}
    for name, path in paths_in(language).items():
        person.open(path)
        if by := overflow(person.page):
            wide[f"{name} ({path})"] = by
    assert wide == {}


# German and Arabic stand for both directions; the other two have the same markup.
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(visitor, paths_in, language, scheme, width):
    person = visitor(language, scheme=scheme, width=width)
    found = {}
    for name, path in paths_in(language).items():
        person.open(path)
        if violations := axe_violations(person.page):
            found[f"{name} ({path})"] = violations
    assert found == {}, "\n".join(
        f"{page}\n  " + "\n  ".join(violations) for page, violations in found.items()
    )


# What WCAG 1.4.12 lets people set for themselves.
TEXT_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
}"""


def test_nothing_breaks_when_people_set_wider_text(visitor, paths_in):
    person = visitor("de", width=320)
    wide = {}
    for name, path in paths_in("de").items():
        person.open(path)
        person.page.evaluate(TEXT_SPACING)
        if by := overflow(person.page):
            wide[f"{name} ({path})"] = by
    assert wide == {}
