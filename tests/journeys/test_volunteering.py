"""From "I want to help" to hours thanked: a visitor in Arabic, and the coordinator's side."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.demo_server import manage, running_demo
from tests.journeys.prepared import prepared_demo
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
ADDRESS = "leyla@example.org"
# Two shifts of one campaign at one time, both in need of Arabic.
SHIFTS = """
from datetime import timedelta
from django.utils import timezone
from campaigns.models import Campaign
from volunteers.models import Requirement, RequirementLanguage, Shift, ShiftText
campaign = Campaign.objects.get(slug="kommunales-wahlrecht")
start = timezone.now() + timedelta(days=5)
for title, hours in (("Stand am Hafen", 0), ("Stand am Markt", 1)):
    shift = Shift.objects.create(
        campaign=campaign, state="open", place="Am Kai", district="Aplerbeck",
        starts_at=start + timedelta(hours=hours), ends_at=start + timedelta(hours=hours + 2),
        minimum_age=18,
    )
    for language in ("de", "ar"):
        ShiftText.objects.create(shift=shift, language=language, title=title)
    need = Requirement.objects.create(shift=shift, role="talking", minimum=1, maximum=2)
    RequirementLanguage.objects.create(requirement=need, language="ar")
"""
# What a day brings, moved forward: the hours before the shift, and those after it.
MOVE = """
from datetime import timedelta
from django.utils import timezone
from volunteers.models import Shift, ShiftSignup
from volunteers.services.telling import remind
now = timezone.now()
ShiftSignup.objects.filter(shift__texts__title="Stand am Hafen").update(
    signed_up_at=now - timedelta(days=3), confirmed_at=now - timedelta(days=3)
)
Shift.objects.filter(texts__title="Stand am Hafen").update(
    starts_at=now + timedelta(minutes={minutes}), ends_at=now + timedelta(minutes={minutes} + 120)
)
remind()
"""
LEFT = """
from volunteers.models import Shift, ShiftSignup, Supporter, Volunteer
from privacy.person import person_key
key = person_key("leyla@example.org")
shift = Shift.objects.filter(texts__title="Stand am Hafen").first()
print(
    shift.erased_minutes,
    Volunteer.objects.filter(pk=key).count(),
    Supporter.objects.of(key).count(),
    ShiftSignup.objects.of(key).count(),
)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("volunteering") / "var"


@pytest.fixture(scope="module")
def site(chromium_path, run_folder, folder):
    """A demo of its own: this one has two shifts at one time."""
    prepared = prepared_demo(run_folder)
    shutil.copytree(prepared, folder)
    with running_demo(folder) as address:
        manage(folder, address, "shell", "-v0", "-c", SHIFTS)
        yield address


@pytest.fixture(scope="module")
def shell(site, folder):
    """Run a few lines in the demo, as if time had passed."""

    def run(code: str) -> str:
        return manage(folder, site, "shell", "-v0", "-c", code)

    return run


def card(person, title: str):
    return person.page.locator("article.turn").filter(has_text=title)


def test_from_joining_to_a_certificate_and_away_again(visitor, shell):
    guest = visitor("ar", width=320)
    own_page = join(guest)
    sign_up(guest, own_page)
    ticket = remind(guest, own_page, shell)
    shift = check_in(visitor("de", width=390), ticket)
    shell(MOVE.format(minutes=-150))
    approve(visitor("de"), shift)
    certificate = certify(guest, own_page)
    erase(guest, own_page, certificate)
    assert shell(LEFT).split() == ["120", "0", "0", "0"]


def join(guest) -> str:
    """The form, the mail, the button; the address of one's own page, from the last mail."""
    page = guest.page
    guest.open("volunteering/join/kommunales-wahlrecht/")
    page.locator("#join [name=name]").fill("ليلى")
    page.locator("#join [name=email]").fill(ADDRESS)
    page.locator("#join [name=ways][value=stall]").check()
    page.locator("#join summary").first.click()
    page.locator("#join [name=languages][value=ar]").check()
    assert_well_made(guest)
    page.locator("#join form button[type=submit]").click()
    expect(page.locator("#join h1, #join h2").first).to_contain_text("بريد")
    steps.open_newest_mail(guest, ADDRESS)
    guest.open(steps.link_in_mail(guest, "/confirm/"))
    assert_well_made(guest)
    steps.press(guest, "/confirm/")
    steps.open_newest_mail(guest, ADDRESS, 2)
    return steps.link_in_mail(guest, "/volunteering/mine/")


def sign_up(guest, own_page: str) -> None:
    """Two taps; and the other shift at that time is explained, not only refused."""
    page = guest.page
    guest.open(f"{own_page}shifts/?district=Aplerbeck")
    assert_well_made(guest)
    card(guest, "Stand am Hafen").locator(".turn__choices a").first.click()
    card(guest, "Stand am Hafen").locator("[name=age_group][value='18']").check()
    card(guest, "Stand am Hafen").locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: "/take/" not in url)
    guest.open(own_page)
    expect(page.locator("main")).to_contain_text("Stand am Hafen")
    assert_well_made(guest)
    guest.open(f"{own_page}shifts/?district=Aplerbeck")
    other = card(guest, "Stand am Markt")
    expect(other.locator(".turn__reason--no")).to_contain_text("Stand am Hafen")
    # Taken instead, if one likes.
    expect(other.locator(".turn__choices a")).to_have_count(1)


def remind(guest, own_page: str, shell) -> str:
    """Two hours before, in the person's language; the ticket is on their page."""
    shell(MOVE.format(minutes=110))
    # Joining took two mails, the shift one.
    steps.open_newest_mail(guest, ADDRESS, 4)
    expect(guest.page.locator(".mail__text")).to_contain_text("Stand am Hafen")
    guest.open(own_page)
    link = guest.page.locator("main a[href*='/tickets/']").first
    ticket = link.get_attribute("href") or ""
    guest.open(ticket)
    expect(guest.page.locator("svg.qr")).to_be_visible()
    assert_well_made(guest)
    return guest.page.url


def check_in(host, ticket: str) -> str:
    """The coordinator's phone opens what the code holds; the number of the shift."""
    page = host.page
    steps.log_in(host)
    host.open(ticket)
    assert_well_made(host)
    page.locator("main form[action*='/check-in/'] button").click()
    page.wait_for_url("**/check-in/**")
    assert_well_made(host)
    row = page.locator("[data-row]").filter(has_text="ليلى")
    expect(row.locator("[data-when=came].badge")).to_be_visible()
    return page.url.split("/hours/")[1].split("/")[0]


def approve(host, shift: str) -> None:
    steps.log_in(host)
    host.open(f"organise/volunteering/hours/{shift}/")
    assert_well_made(host)
    row = host.page.locator(".hours__row").filter(has_text="ليلى")
    row.locator("input[type=checkbox]").check()
    host.page.locator("main form button.button--primary").click()
    expect(row.locator(".hours__approved")).to_be_visible()


def certify(guest, own_page: str) -> str:
    """A paper of what was approved, and the page behind its code."""
    page = guest.page
    steps.open_newest_mail(guest, ADDRESS, 5)
    guest.open(f"{own_page}hours/")
    assert_well_made(guest)
    page.locator("main a[href$='/hours/certificate/']").click()
    assert_well_made(guest)
    page.locator("main form button.button--primary").click()
    page.wait_for_url(lambda url: not url.endswith("/certificate/"))
    paper = page.locator("main a[href$='.pdf']").first.get_attribute("href") or ""
    answer = page.request.get(paper)
    assert answer.body().startswith(b"%PDF-")
    proof = page.locator("main a[href*='/volunteering/certificates/']").first
    address = proof.get_attribute("href") or ""
    guest.open(address)
    expect(page.locator("main")).not_to_contain_text("ليلى")
    expect(page.locator("h1")).to_contain_text("هذه الشهادة صالحة")
    assert_well_made(guest)
    return address


def erase(guest, own_page: str, certificate: str) -> None:
    """Everything about the person goes; the shift keeps two hours that are nobody's."""
    page = guest.page
    secret = own_page.rstrip("/").rpartition("/")[2]
    guest.open(f"me/{secret}/")
    assert_well_made(guest)
    guest.open(f"me/{secret}/erase/")
    page.locator("main form[action*='/erase/'] button").click()
    page.wait_for_load_state()
    guest.open(certificate)
    expect(page.locator("h1")).not_to_contain_text("هذه الشهادة صالحة")
