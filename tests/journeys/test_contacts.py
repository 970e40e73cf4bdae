"""From the ticked box to the partner's list, and off it again by one press."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.visitor import axe_violations, overflow

pytestmark = pytest.mark.browser
LIST = "organise/organisations/dgb/contacts/"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_person_lets_a_partner_write_and_ends_it(visitor, javascript):
    person = visitor("de", javascript=javascript)
    page = person.page
    address = f"contact-{javascript}@example.org".lower()

    person.open(steps.PETITION)
    box = page.locator("#sign [name=contacts]")
    expect(box).not_to_be_checked()
    steps.fill_in(person, address)
    steps.consent(person)
    box.check()
    steps.submit(person)
    page.locator("#sign h1").wait_for()

    partner = visitor("de")
    steps.log_in(partner, "partner@example.org")
    partner.open(LIST)
    expect(partner.page.locator("main")).not_to_contain_text(address)

    steps.open_newest_mail(person, address)
    own_page = steps.link_in_mail(person, "/de/me/")
    person.open(steps.link_in_mail(person, "/confirm/"))
    expect(page.locator("main")).to_contain_text("darf mir E-Mails schreiben")
    steps.confirm(person)
    partner.open(LIST)
    expect(partner.page.locator("main")).to_contain_text(address)

    # Two clicks from any mail: its link, and this button.
    person.open(own_page)
    assert overflow(page) <= 0
    if javascript:
        assert axe_violations(page) == []
    page.locator("#contacts form button").first.click()
    expect(page.locator("#contacts")).to_contain_text("Nicht mehr")
    partner.open(LIST)
    expect(partner.page.locator("main")).not_to_contain_text(address)

    # Leave the count as it was.
    before = steps.count(person)
    person.open(own_page)
    page.locator("article .button--danger").first.click()
    steps.wait_for_count(person, before - 1)
