"""From a wish to take part to a page of one's own; and finding it among the others."""

import pytest

from tests.journeys.steps import log_in

pytestmark = pytest.mark.browser
NAME = "Bootswerkstatt Kanal"


@pytest.mark.parametrize("javascript", [True, False])
def test_finding_one_by_what_is_chosen(visitor, javascript):
    person = visitor("tr", javascript=javascript)
    person.open("organisations/")
    page = person.page
    page.locator("#filter-district").select_option("Hörde")
    if not javascript:
        page.locator(".filter button").click()
    # With script the choice alone is enough; either way it stands in the address.
    page.wait_for_url("**district=H%C3%B6rde**")
    page.locator("#results").get_by_text("Werkstatt Neuanfang").wait_for()
    assert page.locator("#results article").count() == 1
    assert "1 kuruluş" in page.locator("#results h2").inner_text()
    page.locator("#results article a").click()
    page.wait_for_url("**/tr/organisations/werkstatt-neuanfang/")
    assert page.locator("a[lang=uk]").inner_text() == "Українська"


def test_applying_and_being_verified(visitor):
    applicant = visitor("de", javascript=False)
    # Not who has an application in the demo: its pages are looked at elsewhere.
    log_in(applicant, "partner@example.org")
    applicant.open("organisations/apply/")
    form = applicant.page.locator("form.form")
    typed = {
        "name": NAME,
        "summary_de": "Wir bauen Boote aus alten Brettern.",
        "contact_name": "Demo-Kontakt",
        "why": "Weil am Kanal Platz für alle ist.",
    }
    for name, words in typed.items():
        form.locator(f"[name={name}]").fill(words)
    form.locator("[name=district]").select_option("Huckarde")
    form.locator("[name=languages][value=uk]").check()
    form.locator("button[type=submit]").click()
    applicant.page.wait_for_url("**/de/organisations/apply/*/")
    assert "Ihr Antrag ist da" in applicant.page.locator("main").inner_text()

    office = visitor("de")
    log_in(office, "admin@example.org")
    office.open("organise/")
    office.page.get_by_role("link", name=NAME).click()
    office.page.locator("[name=decision][value=verify]").check()
    office.page.locator("form:has([name=decision]) button[type=submit]").click()
    office.page.wait_for_url("**/organise/site/organisations/")

    applicant.page.reload()
    assert "Ihre Organisation macht mit" in applicant.page.locator("main").inner_text()
    applicant.page.locator("main a.button--primary").click()
    applicant.page.get_by_role("link", name="Öffentliche Seite").click()
    shown = applicant.page.locator("main").inner_text()
    assert NAME in shown
    assert "Geprüft am" in shown
    assert "Українська" in shown
