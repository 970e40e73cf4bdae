"""An organiser writes a petition page by page, changes it, and publishes: on a narrow screen."""

import re

import pytest

from tests.jobs.processes import wait_until
from tests.journeys.test_account_pages import log_in
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
ANSWERS = (
    ("addressee", "name", "Bezirksvertretung Nord"),
    ("demand", "demand", "Ein **Radweg**\n\n- breit\n- sicher"),
    ("summary", "summary", "Ein Radweg durch die Nordstadt."),
    ("reasons", "reasons", "Weil alle sicher ankommen wollen."),
    ("goal", "goal", "500"),
    ("dates", "closes_on", ""),
)


def save(person, to: str) -> None:
    person.page.locator("main form button.button--primary").click()
    person.page.wait_for_url(f"**{to}")
    assert_well_made(person)


@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("ar", "dark")])
def test_from_the_first_question_to_an_open_petition(visitor, language, scheme):
    writer = visitor(language, scheme=scheme, width=320)
    log_in(writer)
    title = f"Radweg {language} {scheme}"
    writer.open("organise/petitions/new/")
    assert_well_made(writer)
    page = writer.page
    page.locator("[name=campaign]").select_option(index=1)
    page.locator("[name=title]").fill(title)
    save(writer, "/write/addressee/")
    for number, (step, field, answer) in enumerate(ANSWERS):
        if answer:
            page.locator(f"[name={field}]").fill(answer)
        following = [name for name, _, _ in ANSWERS[number + 1 :]] + ["instrument"]
        assert step in page.url
        save(writer, f"/write/{following[0]}/")
    page.locator("[name=instrument]").first.check()
    save(writer, "/check/")
    slug = re.search(r"/petitions/([\w-]+)/check/", page.url).group(1)

    # A closed laptop: everything is still there.
    writer.open(f"organise/petitions/{slug}/write/demand/?from=check")
    assert "breit" in page.locator("[name=demand]").input_value()
    save(writer, "/check/")
    writer.open(f"organise/petitions/{slug}/preview/tr/")
    assert_well_made(writer)
    assert not page.locator("#sign form button[type=submit]").is_enabled()
    assert writer.open(f"petitions/{slug}/").status == 404

    writer.open(f"organise/petitions/{slug}/publish/")
    save(writer, f"/organise/petitions/{slug}/")
    assert visitor("de").open(f"petitions/{slug}/").status == 200

    page.locator("form[action$='/change/'] button").click()
    page.wait_for_url("**/text/de/")
    page.locator("[name=title]").fill(f"{title}, breit und sicher")
    save(writer, f"/organise/petitions/{slug}/")
    writer.open(f"organise/petitions/{slug}/change/publish/")
    page.locator("[name=is_substantial][value=no]").check()
    page.locator("[name=note_de]").fill("Der Titel sagt mehr.")
    save(writer, f"/organise/petitions/{slug}/")
    reader = visitor("de", width=320)

    def reads_the_new_title() -> bool:
        # Visitors are shown a copy for some seconds.
        reader.open(f"petitions/{slug}/")
        return "breit und sicher" in reader.page.locator("h1").inner_text()

    assert wait_until(reads_the_new_title, seconds=30)
    reader.page.locator("a[href*='/versions/1/']").click()
    assert reader.page.locator("h1").inner_text() == title
    assert_well_made(reader)


def test_without_script_every_answer_is_kept(visitor):
    person = visitor("de", width=320, javascript=False)
    log_in(person)
    person.open("organise/petitions/new/")
    page = person.page
    page.locator("[name=campaign]").select_option(index=1)
    page.locator("[name=title]").fill("Ohne Skript")
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/write/addressee/")
    page.locator("main form button.button--primary").click()
    assert page.locator(".error-summary a").first.get_attribute("href") == "#id_addressee"
    page.locator("[name=addressee]").select_option(index=1)
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/write/demand/")
    page.locator("[name=demand]").fill("Ein **Radweg**")
    with person.context.expect_page() as opened:
        page.locator("main form button[name=field]").click()
    assert opened.value.locator("strong", has_text="Radweg").count() == 1
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/write/summary/")
