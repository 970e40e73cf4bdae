"""Coordinating by keyboard alone and without JavaScript: a shift from its draft to approved hours,
and a team's coordinator by the link of a mail."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.demo_server import Shell, running_demo
from tests.journeys.keyboard import enter, skip_to, soon, tab_to, type_into, type_moment
from tests.journeys.prepared import prepared_demo

pytestmark = pytest.mark.browser
SAVE = "main form button.button--primary"
# With or without the part of the page that was skipped to.
IS_SHIFT = re.compile(r"/shifts/\d+/(#page)?$")
TEAM = "/teams/politische-partizipation/"
# The day has come: the shift runs, and two people have signed up.
RUNS = """
from datetime import timedelta
from django.utils import timezone
from privacy.person import person_key
from volunteers.models import Shift, ShiftSignup, Volunteer
start = timezone.now() - timedelta(hours=2)
shift = Shift.objects.get(texts__title="{title}", texts__language="de")
Shift.objects.filter(pk=shift.pk).update(starts_at=start, ends_at=start + timedelta(hours=4))
role = shift.requirements.get(languages__language="ar")
for name in ("Nadia", "Omar"):
    address = name.lower() + str(shift.pk) + "@example.org"
    key = person_key(address)
    Volunteer.objects.create(person_key=key, name=name, email=address, language="de")
    ShiftSignup.objects.create(
        shift=shift, requirement=role, person_key=key, state="confirmed", has_place=True,
        name=name, email=address, language="de", confirmed_at=start,
    )
print(shift.pk)
"""
OVER = """
from datetime import timedelta
from django.utils import timezone
from volunteers.models import Shift
start = timezone.now() - timedelta(hours=5)
Shift.objects.filter(pk={}).update(starts_at=start, ends_at=start + timedelta(hours=4))
"""
# The page that every mail to the demo's volunteer leads to.
OWN_PAGE = """
from datetime import timedelta
from privacy import secrets
from privacy.person import person_key
key = person_key("volunteer@example.org")
print(secrets.issue(secrets.SELF_SERVICE, person_key=key, lifetime=timedelta(days=1)))
"""


@pytest.fixture(scope="module")
def demo(chromium_path, run_folder, tmp_path_factory):
    """A demo of its own: two of its shifts are running."""
    prepared = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("volunteering-by-keyboard") / "var"
    shutil.copytree(prepared, folder)
    with running_demo(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def site(demo):
    return demo[1]


@pytest.fixture(scope="module")
def shell(demo):
    """The last word that a few lines print, run in the demo as if time had passed."""
    shell = Shell(*demo)
    yield shell.run
    shell.close()


def test_a_coordinator_makes_a_shift_and_approves_its_hours(visitor, shell):
    person = visitor("de", width=1280)
    page = person.page
    steps.log_in(person)
    make_a_shift(person, "Stand mit Tasten", has_script=True)
    number = shell(RUNS.format(title="Stand mit Tasten"))

    person.open(f"organise/volunteering/hours/{number}/check-in/")
    skip_to(page, "#page")
    nadia, omar = "[data-row]:has-text('Nadia')", "[data-row]:has-text('Omar')"
    tab_to(page, f"{nadia} button")
    page.keyboard.press("Enter")
    # The button is gone, and the one in its place has the focus.
    expect(page.locator(f"{nadia} [data-undo] button")).to_be_focused()
    expect(page.locator("[data-total]")).to_have_text("1")
    tab_to(page, f"{omar} button:has-text('War nicht da')")
    page.keyboard.press("Space")
    expect(page.locator(f"{omar} [data-undo] button")).to_be_focused()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    tab_to(page, "form[action*=walk-ins] button")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()

    shell(OVER.format(number))
    approve_the_hours(person, number)
    expect(page.locator("#page")).to_be_focused()


def test_a_coordinator_makes_a_shift_and_approves_its_hours_without_javascript(visitor, shell):
    person = visitor("de", width=320, javascript=False)
    page = person.page
    steps.log_in(person)
    make_a_shift(person, "Stand ohne Skript", has_script=False)
    number = shell(RUNS.format(title="Stand ohne Skript"))

    person.open(f"organise/volunteering/hours/{number}/check-in/")
    skip_to(page, "#page")
    nadia = "[data-row]:has-text('Nadia')"
    enter(person, f"{nadia} button", "**/check-in/#person-*")
    # Back at the row, and on from there.
    expect(page.locator(nadia)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(f"{nadia} summary")).to_be_focused()
    enter(person, "form[action*=walk-ins] button", "**/walk-ins/#walk-in")
    expect(page.locator(".error-summary")).to_be_in_viewport()

    shell(OVER.format(number))
    approve_the_hours(person, number)


def make_a_shift(person, title: str, *, has_script: bool) -> None:
    """Refused for a reason and then for another; with a role in Arabic, and published."""
    page, keyboard = person.page, person.page.keyboard
    summary = page.locator(".error-summary")
    person.open("organise/volunteering/shifts/")
    skip_to(page, "#page")
    enter(person, "main a[href*='/shifts/new/']", "**/shifts/new/")
    skip_to(page, "#page")
    type_into(page, "title", title)
    type_moment(page, "starts_at", soon(18))
    type_into(page, "place", "Vor der Bibliothek")
    tab_to(page, SAVE)
    keyboard.press("Enter")
    expect(summary).to_contain_text("Endet")
    tab_to(page, ".error-summary a")
    keyboard.press("Enter")
    expect(page.locator("[name=ends_at]")).to_be_focused()
    keyboard.press("Shift+Tab")
    type_moment(page, "ends_at", soon(17))
    tab_to(page, SAVE)
    keyboard.press("Enter")
    expect(summary).to_contain_text("enden, bevor sie beginnt")
    # The link to a field is followed no further: what is wrong now comes first.
    assert "#" not in page.url
    if has_script:
        expect(summary).to_be_focused()
    expect(page.locator("[name=title]")).to_have_value(title)
    type_moment(page, "ends_at", soon(19))
    enter(person, SAVE, IS_SHIFT)

    skip_to(page, "#page")
    enter(person, "main a[href$='/needs/new/']", "**/needs/new/")
    skip_to(page, "#page")
    tab_to(page, "main [name=language_0]")
    while page.locator("[name=language_0]").input_value() != "ar":
        keyboard.press("ArrowDown")
    enter(person, SAVE, IS_SHIFT)
    expect(page.locator("main .need__missing")).to_have_count(2)
    skip_to(page, "#page")
    enter(person, "main a[href$='/publish/']", "**/publish/")
    skip_to(page, "#page")
    enter(person, SAVE, IS_SHIFT)
    expect(page.locator("main .notice")).to_contain_text("veröffentlicht")


def approve_the_hours(person, number: str) -> None:
    """What is no time comes back as it was typed; then Nadia's hours count."""
    page = person.page
    hours = "main .hours__row:has-text('Nadia') [name$=hours]"
    person.open(f"organise/volunteering/hours/{number}/")
    skip_to(page, "#page")
    tab_to(page, hours)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("viel")
    tab_to(page, SAVE)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator(hours)).to_be_focused()
    expect(page.locator(hours)).to_have_value("viel")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("3:30")
    enter(person, SAVE, f"**/hours/{number}/#page")
    expect(page.locator("main .notice--success")).to_be_in_viewport()
    expect(page.locator("main .hours__approved")).to_have_count(1)


def test_a_team_s_coordinator_answers_and_announces(visitor, shell):
    person = visitor("de", width=1280)
    accept_and_announce(person, shell(OWN_PAGE), "Wir sind mehr")
    # The menu of a member opens, closes and keeps the focus.
    page = person.page
    tab_to(page, "#members ~ ul details summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#members ~ ul details button").first).to_be_focused()


def test_a_team_s_coordinator_answers_and_announces_without_javascript(visitor, shell):
    accept_and_announce(
        visitor("de", width=320, javascript=False), shell(OWN_PAGE), "Ohne Skript sind wir mehr"
    )


def accept_and_announce(person, secret: str, subject: str) -> None:
    page = person.page
    person.open(f"volunteering/mine/{secret}/teams/")
    skip_to(page, "#main")
    enter(person, f"main a[href$='{TEAM}']", f"**{TEAM}")
    skip_to(page, "#main")
    waiting = page.locator("main form[action$='/accept/']")
    before = waiting.count()
    tab_to(page, "main form[action$='/accept/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("main .notice--success")).to_contain_text("gehört jetzt zum Team")
    expect(waiting).to_have_count(before - 1)

    skip_to(page, "#main")
    enter(person, "main a[href$='/share/announcement/']", "**/share/announcement/")
    skip_to(page, "#main")
    type_into(page, "subject", subject)
    tab_to(page, SAVE)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=subject]")).to_have_value(subject)
    type_into(page, "body", "Kommen Sie am Freitag dazu.")
    enter(person, SAVE, f"**{TEAM}")
    expect(page.locator(".announcement").first).to_contain_text(subject)
