"""Every kind of page, in every language: accessible, narrow enough, within the content policy."""

import pytest

from tests.journeys.crawl import crawl, crawl_workspace, follow
from tests.journeys.steps import log_in
from tests.journeys.sweep import BOTH_DIRECTIONS, LANGUAGES, assert_all_well_made

pytestmark = pytest.mark.browser


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
        "partners:apply",
        "events:list",
        "events:detail",
        "programmes:list",
        "programmes:detail",
        "privacy:ask",
        "pages:legal imprint",
        "pages:legal privacy",
        "pages:legal accessibility",
        "account_login",
    }
    for language in LANGUAGES:
        assert expected - set(paths_in(language)) == set()


# One visit for all that can be seen of a page: opening each page anew for each
# question took a third of the whole suite's time.
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_narrow_and_accessible(visitor, paths_in, language):
    person = visitor(language, width=320)
    assert_all_well_made(person, paths_in(language))


# Between a phone and a wide screen, and on both sides of where the menu unfolds (74rem) and
# where links get words (82rem).
HEADER_WIDTHS = [480, 640, 800, 1024, 1100, 1183, 1184, 1280, 1312, 1400]
# By the text itself: a box can be narrower than the words that run out of it.
OVERLAPPING = """() => {
    const words = document.createTreeWalker(
        document.querySelector(".site-header__inner"), NodeFilter.SHOW_TEXT);
    const seen = [];
    while (words.nextNode()) {
        const text = words.currentNode, range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        const isClipped = getComputedStyle(text.parentElement).clipPath !== "none";
        if (text.data.trim() && box.width && !isClipped) seen.push([text.data.trim(), box]);
    }
    return seen.flatMap(([name, a], at) => seen.slice(at + 1)
        .filter(([, b]) => a.left < b.right && b.left < a.right
            && a.top < b.bottom && b.top < a.bottom)
        .map(([other]) => `${name} / ${other}`));
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_header_covers_anything_else(visitor, language):
    person = visitor(language)
    person.open(f"/{language}/")
    covered = {}
    for width in HEADER_WIDTHS:
        person.look(width=width)
        if pairs := person.page.evaluate(OVERLAPPING):
            covered[width] = pairs
    assert covered == {}


WORKSPACE = {
    "organise:home",
    "partners_organise:list",
    "partners_organise:detail",
    "partners_organise:edit",
    "partners_organise:text",
    "partners_organise:logo",
    "partners_organise:contact",
    "partners_organise:close",
    "partners_organise:invite",
    "partners_organise:role",
    "partners_organise:end",
    "partners_organise:trail",
    "campaigns_organise:detail",
    "campaigns_organise:partners",
    "campaigns_organise:invite_partner",
    "campaigns_organise:partner_no",
    "endorsements_organise:list",
    "petitions_organise:review_signatures",
    "petitions_organise:invalidated_signatures",
    "petitions_organise:find_signature",
    "petitions_organise:exports",
    "programmes_organise:list",
    "programmes_organise:add",
    "programmes_organise:detail",
    "programmes_organise:write",
    "programmes_organise:change",
    "programmes_organise:picture",
    "programmes_organise:lead",
    "programmes_organise:stage",
    "programmes_organise:stage_add",
    "programmes_organise:hand_in",
    "programmes_organise:entry",
    "programmes_organise:refuse",
    "events_organise:list",
    "events_organise:add",
    "events_organise:detail",
    "events_organise:write",
    "events_organise:change",
    "events_organise:picture",
    "events_organise:notice",
    "events_organise:find_host",
    "events_organise:preview",
    "events_organise:repeat",
    "events_organise:lead",
    "events_organise:parts",
    "events_organise:venues",
    "events_organise:venue",
    "events_organise:venue_add",
    "events_organise:venue_text",
    "addressees_organise:list",
    "addressees_organise:add",
    "addressees_organise:detail",
    "addressees_organise:text",
    "instruments_organise:list",
    "instruments_organise:detail",
}
# Of a partner that may write to people who signed, and of the campaign that lets it ask.
CONTACTS = {"contacts", "files", "prepare", "end_own"}
OFFERS = {"of_campaign", "read", "end"}
WEBHOOKS = {"list", "add", "detail", "change", "rotate", "remove"}
# Of somebody whose application came back (pages/demo/content/applications.toml).
APPLYING = {"partners:apply", "partners:application", "partners:application_change"}
PARTNER = {
    "endorsements_organise:list",
    "endorsements_organise:detail",
    "endorsements_organise:accept",
    "endorsements_organise:ask",
    "endorsements_organise:reword",
    "endorsements_organise:no",
    "partner_links:list",
}
ADMINISTRATION = {
    "site_organise:applications",
    "site_organise:application",
    "partners_organise:add",
    "site_organise:field",
    "site_organise:field_add",
    "site_organise:fields",
    "site_organise:overview",
    "site_organise:give",
    "site_organise:switch",
    "instruments_organise:edit",
    "instruments_organise:text",
}


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_every_page_of_the_workspace_too(visitor, site, language):
    person = visitor(language, width=320)
    log_in(person)
    ours = crawl_workspace(site, language, person.cookies())
    assert WORKSPACE - set(ours) == set()
    assert_all_well_made(person, ours)


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_and_those_of_a_partner(visitor, site, language):
    person = visitor(language, width=320)
    log_in(person, "partner@example.org")
    ours = f"/{language}/organise/organisations/dgb/"
    theirs = follow(site, language, [f"{ours}endorsements/"], below=ours, cookies=person.cookies())
    assert PARTNER - set(theirs) == set()
    assert_all_well_made(person, {name: theirs[name] for name in sorted(PARTNER)})


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_and_those_of_the_ones_who_run_the_site(visitor, site, language):
    person = visitor(language, width=320)
    log_in(person, "admin@example.org")
    theirs = crawl_workspace(site, language, person.cookies())
    assert ADMINISTRATION - set(theirs) == set()
    # The others were looked at as an organiser.
    once = visitor(language)
    log_in(once)
    known = crawl_workspace(site, language, once.cookies())
    wanted = {"organise:home", *theirs} - (set(known) - {"organise:home"})
    assert_all_well_made(person, {name: theirs[name] for name in sorted(wanted)})


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_and_those_of_somebody_who_applies(visitor, site, language):
    person = visitor(language, width=320)
    log_in(person, "volunteer@example.org")
    start = f"/{language}/organisations/apply/"
    theirs = follow(site, language, [start], below=start, cookies=person.cookies())
    assert APPLYING - set(theirs) == set()
    assert_all_well_made(person, theirs)


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_and_those_about_webhooks(visitor, site, language):
    person = visitor(language, width=320)
    log_in(person, "partner@example.org")
    start = f"/{language}/organise/organisations/dgb/webhooks/"
    theirs = follow(site, language, [start], below=start, cookies=person.cookies())
    assert {f"webhooks_organise:{name}" for name in WEBHOOKS} - set(theirs) == set()
    assert_all_well_made(person, theirs)


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
@pytest.mark.parametrize(
    ("who", "path", "expected"),
    [
        ("partner", "organisations/dgb/contacts/", CONTACTS),
        ("organiser", "campaigns/kommunales-wahlrecht/contact-offers/", OFFERS),
    ],
)
def test_and_those_about_contacts(visitor, site, language, who, path, expected):
    person = visitor(language, width=320)
    log_in(person, f"{who}@example.org")
    start = f"/{language}/organise/{path}"
    theirs = follow(site, language, [start], below=start, cookies=person.cookies())
    assert {f"petitions_contacts:{name}" for name in expected} - set(theirs) == set()
    assert_all_well_made(person, theirs)
