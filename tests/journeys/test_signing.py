"""From the form to the withdrawal: both directions, with and without script."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_sign_confirm_share_and_withdraw(visitor, language, javascript):
    person = visitor(language, javascript=javascript)
    page = person.page
    address = f"journey-{language}-{javascript}@example.org".lower()
    before = steps.count(person)

    person.open(steps.PETITION)
    title = page.locator("h1").inner_text()
    steps.fill_in(person, address)
    steps.consent(person)
    steps.submit(person)
    page.locator("#sign h1").wait_for()
    assert address not in page.content()

    steps.open_newest_mail(person, address)
    assert page.locator(".mail__text").get_attribute("lang") == language
    own_page = steps.link_in_mail(person, f"/{language}/me/")
    person.open(steps.link_in_mail(person, "/confirm/"))
    assert steps.count(person) == before, "opening the link must not count"
    steps.press(person, "/confirm/")

    expect(page).to_have_url(re.compile(r"/thanks/$"))
    expect(page.locator(".share a[href*='wa.me']")).to_be_visible()
    share = page.locator("#share-address").input_value()
    assert share == f"{person.site}/{language}/{steps.PETITION}"
    steps.wait_for_count(person, before + 1)

    person.open(own_page)
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("Öztürk-Müller")
    with page.expect_download() as download:
        steps.press(person, "/export/")
    exported = json.loads(download.value.path().read_text())
    assert address in json.dumps(exported)

    steps.press(person, "/withdraw/")
    expect(page.locator("main")).not_to_contain_text("Öztürk-Müller")
    steps.wait_for_count(person, before)


@pytest.mark.parametrize("path", [steps.PETITION, "search/", "campaigns/"])
def test_the_source_of_a_poster_goes_along_into_another_language(visitor, path):
    person = visitor("de")
    page = person.page
    person.open(f"{path}?from=flyer-42")
    page.locator(".language-switcher summary").first.click()
    page.locator(".language-switcher a[hreflang=ar]").first.click()
    page.wait_for_url(f"**/ar/{path}?from=flyer-42")
    assert page.locator("html").get_attribute("lang") == "ar"
    # What search engines read names no source.
    others = page.locator("link[rel=alternate]").evaluate_all("all => all.map(one => one.href)")
    assert others
    assert not [address for address in others if "flyer-42" in address]


@pytest.mark.parametrize(("language", "scheme"), [("tr", "dark"), ("ar", "light")])
def test_every_step_is_accessible_on_a_small_phone(visitor, language, scheme):
    person = visitor(language, scheme=scheme, width=320)
    address = f"journey-steps-{language}@example.org"
    person.open(steps.PETITION)
    steps.fill_in(person, address)
    steps.consent(person)
    steps.submit(person)
    person.page.locator("#sign h1").wait_for()
    expect(person.page.locator(".sticky-action")).to_have_count(0)
    assert_well_made(person)
    steps.open_newest_mail(person, address)
    assert_well_made(person)
    own_page = steps.link_in_mail(person, f"/{language}/me/")
    person.open(steps.link_in_mail(person, "/confirm/"))
    assert_well_made(person)
    steps.confirm(person)
    assert_well_made(person)
    person.open(own_page)
    assert_well_made(person)
    person.page.locator("main a[href*='/erase/']").click()
    person.page.wait_for_url("**/erase/")
    assert_well_made(person)


def test_the_name_is_shown_and_hidden_from_the_private_page(visitor):
    person = visitor("en")
    address = "journey-name@example.org"
    person.open(steps.PETITION)
    steps.fill_in(person, address, family_name="Schaunamenswert")
    steps.consent(person)
    steps.submit(person)
    steps.open_newest_mail(person, address)
    own_page = steps.link_in_mail(person, "/en/me/")
    person.open(steps.link_in_mail(person, "/confirm/"))
    steps.confirm(person)
    person.open(own_page)
    button = person.page.locator("form[action*='/name/'] button")
    expect(button).to_have_attribute("value", "yes")
    button.click()
    expect(button).to_have_attribute("value", "no")
    button.click()
    expect(button).to_have_attribute("value", "yes")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_an_error_is_said_in_words_and_what_was_typed_stays(visitor, javascript):
    person = visitor("de", javascript=javascript, width=320)
    page = person.page
    person.open(steps.PETITION)
    steps.fill_in(person, "no-address", family_name="")
    steps.submit(person)

    summary = page.locator(".error-summary")
    summary.wait_for()
    if javascript:
        expect(summary).to_be_focused()
        # The bar that leads to the form knows the one that htmx has put in its place.
        expect(page.locator(".sticky-action")).to_have_attribute("data-away", "")
        assert_well_made(person)
    else:
        expect(summary).to_be_in_viewport()
        expect(page.locator(".sticky-action")).to_be_hidden()
    links = summary.locator("a")
    assert [links.nth(n).get_attribute("href") for n in range(links.count())] == [
        "#id_family_name",
        "#id_email",
        "#id_consent_signing",
    ]
    assert page.locator("#sign [name=given_name]").input_value() == "Ayşe"
    assert page.locator("#sign [name=email]").input_value() == "no-address"
    links.first.click()
    expect(page.locator("#id_family_name")).to_be_focused()


def test_on_paper_stands_the_address_and_no_empty_form(visitor):
    person = visitor("ar")
    page = person.page
    person.open(steps.PETITION)
    address = page.locator(".on-paper")
    expect(address).to_be_hidden()
    page.emulate_media(media="print")
    expect(address).to_have_text(f"{person.site}/ar/{steps.PETITION}")
    expect(address).to_be_visible()
    expect(page.locator("#sign")).to_be_hidden()
    expect(page.locator(".share a").first).to_be_hidden()


def test_a_repeat_gets_the_same_answer_and_another_mail(visitor):
    person = visitor("tr")
    page = person.page
    answers = []
    for address in ("journey-repeat@example.org", "Journey-Repeat+again@Example.org"):
        person.open(steps.PETITION)
        steps.fill_in(person, address)
        steps.consent(person)
        steps.submit(person)
        page.locator("#sign h1").wait_for()
        answers.append(page.locator("#sign").inner_text())
    assert answers[0] == answers[1]


def test_a_used_and_a_forged_link_say_so(visitor):
    person = visitor("en")
    address = "journey-used@example.org"
    person.open(steps.PETITION)
    steps.fill_in(person, address)
    steps.consent(person)
    steps.submit(person)
    steps.open_newest_mail(person, address)
    link = steps.link_in_mail(person, "/confirm/")
    person.open(link)
    steps.confirm(person)

    used = person.open(link)
    assert used is not None
    assert used.status == 410
    assert_well_made(person)
    forged = person.open(link[:-6] + "AAAAA/")
    assert forged is not None
    assert forged.status == 404
    assert_well_made(person)
