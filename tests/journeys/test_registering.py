"""Three people, two places: the form, the mails, the waiting list and the door."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.demo_server import manage, running_demo
from tests.journeys.prepared import prepared_demo
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
PATH = "events/kochabend/"
OTHER_PATH = "events/lesekreis/"
DOOR = f"organise/{PATH}check-in/"
EVENT = """
from datetime import timedelta
from django.utils import timezone
from events.models import Event, EventHost, EventText, Venue
from partners.models import Organisation
start = timezone.now() + timedelta(days=9)
venue = Venue.objects.create(slug="kueche", name="Küche", street="Weg 1", postcode="44145")
lead = Organisation.objects.get(slug="integrationsrat-dortmund")
for slug in ("kochabend", "lesekreis"):
    event = Event.objects.create(
        slug=slug, state="confirmed", entry="registration", capacity=2, venue=venue,
        starts_at=start, ends_at=start + timedelta(hours=3), published_at=timezone.now(),
    )
    EventText.objects.create(event=event, language="de", title=slug, summary="Kommen Sie.")
    EventHost.objects.create(event=event, organisation=lead, role="lead", state="accepted",
                             may_edit=True)
"""


@pytest.fixture(scope="module")
def site(chromium_path, run_folder, tmp_path_factory):
    """A demo of its own: this one has an event with two places."""
    prepared = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("registering") / "var"
    shutil.copytree(prepared, folder)
    with running_demo(folder) as address:
        manage(folder, address, "shell", "-v0", "-c", EVENT)
        yield address


def register(person, name: str, path: str = PATH) -> None:
    """From the form to the pressed button behind the link in the mail."""
    person.open(path)
    page = person.page
    page.locator("#register [name=name]").fill(name)
    page.locator("#register [name=email]").fill(f"{name.lower()}@example.org")
    page.locator("#register form button[type=submit]").click()
    expect(page.locator("#register h1")).to_have_text("Schauen Sie in Ihr Postfach")
    follow_mail(person, name, "/confirm/")
    steps.press(person, "/confirm/")
    page.wait_for_url("**/ticket/**")


def follow_mail(person, name: str, part: str, number: int = 1) -> None:
    steps.open_newest_mail(person, f"{name.lower()}@example.org", number)
    person.open(steps.link_in_mail(person, part))


def test_one_cancels_the_third_takes_the_offer_and_the_door_counts_offline(visitor):
    guest = visitor("de", width=320)
    page = guest.page
    register(guest, "Ada")
    assert_well_made(guest)
    expect(page.locator("svg.qr")).to_be_visible()
    register(visitor("de", javascript=False), "Bela")
    guest.open(PATH)
    # The page is a few seconds old at most.
    steps.wait_until(
        lambda: guest.open(PATH) or "Alle Plätze sind vergeben" in page.content(),
        15,
        lambda: "the page says that places are free",
    )
    assert_well_made(guest)
    third = visitor("de", width=320)
    register(third, "Cem")
    expect(third.page.locator("h1")).to_have_text("Sie stehen auf der Warteliste")

    follow_mail(guest, "Ada", "/cancel/", 2)
    assert_well_made(guest)
    steps.press(guest, "/cancel/")
    expect(page.locator("h1")).to_have_text("Ihre Anmeldung ist abgesagt")

    follow_mail(third, "Cem", "/offer/", 3)
    assert_well_made(third)
    steps.press(third, "/offer/")
    third.page.wait_for_url("**/ticket/**")
    ticket = third.page.url

    at_the_door(visitor("de", width=320), ticket)


def at_the_door(host, ticket: str) -> None:
    page = host.page
    steps.log_in(host)
    host.open(DOOR)
    assert_well_made(host)
    row = page.locator("[data-row]").filter(has_text="Bela")
    page.locator("[data-narrow]").fill("bel")
    expect(page.locator("[data-row]").filter(has_text="Cem")).to_be_hidden()

    host.context.set_offline(True)
    row.locator("[data-press] button").click()
    expect(row.locator("[data-waits]")).to_be_visible()
    expect(page.locator("[data-unsent]")).to_contain_text("Noch nicht gesendet: 1")
    host.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=20_000)
    # Nothing but the lost connection was wrong.
    host.problems[:] = [one for one in host.problems if "ERR_INTERNET_DISCONNECTED" not in one]
    host.open(DOOR)
    expect(row.locator("[data-here]")).to_be_visible()
    expect(page.locator("[data-total]")).to_have_text("1")

    # The phone's camera has opened the other guest's ticket.
    host.open(ticket)
    page.locator("main form[action*='/check-in/'] button").click()
    page.wait_for_url(f"**/{DOOR}")
    expect(page.locator("[data-total]")).to_have_text("2")
    row.locator("[data-undo] button").click()
    expect(page.locator("[data-total]")).to_have_text("1")
    assert page.evaluate("localStorage.getItem('mitstimme.check-in')") == "[]"


def test_the_door_works_without_script(visitor):
    register(visitor("de", javascript=False), "Dana", OTHER_PATH)
    host = visitor("de", width=320, javascript=False)
    steps.log_in(host)
    host.open(f"organise/{OTHER_PATH}check-in/")
    row = host.page.locator("[data-row]").filter(has_text="Dana")
    row.locator("button:visible").click()
    expect(row.locator("[data-here]")).to_be_visible()
    row.locator("button:visible").click()
    expect(row.locator("[data-here]")).to_be_hidden()
    host.page.locator("[name=number][value='5']").click()
    expect(host.page.locator(".number strong")).to_have_text("5")
