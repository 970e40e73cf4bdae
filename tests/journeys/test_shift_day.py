"""The day of a shift and what comes of it: presses without a network, hours, thanks, paper."""

import shutil
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.demo_server import manage, running_demo
from tests.journeys.prepared import prepared_demo
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser
SHIFT = """
from datetime import timedelta
from django.utils import timezone
from campaigns.models import Campaign
from privacy.person import person_key
from volunteers.models import Requirement, Shift, ShiftSignup, ShiftText, Volunteer
start = timezone.now() - timedelta(hours=2)
shift = Shift.objects.create(
    campaign=Campaign.objects.running().filter(lead__slug="integrationsrat-dortmund")[0],
    state="open", starts_at=start, ends_at=start + timedelta(hours=4), place="Ecke",
)
ShiftText.objects.create(shift=shift, language="de", title="Stand an der Ecke")
role = Requirement.objects.create(shift=shift, role="talking", maximum=3, taken=2)
for name, language in (("Nadia", "ar"), ("Omar", "de")):
    address = f"{name.lower()}@example.org"
    key = person_key(address)
    Volunteer.objects.create(person_key=key, name=name, email=address, language=language)
    ShiftSignup.objects.create(
        shift=shift, requirement=role, person_key=key, state="confirmed", has_place=True,
        name=name, email=address, language=language, confirmed_at=start,
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


@pytest.fixture(scope="module")
def demo(chromium_path, run_folder, tmp_path_factory):
    """A demo of its own: this one has a shift that is running."""
    prepared = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("shift-day") / "var"
    shutil.copytree(prepared, folder)
    with running_demo(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def site(demo):
    return demo[1]


def test_from_the_list_without_a_network_to_the_certificate(demo, visitor):
    shift = manage(*demo, "shell", "-v0", "-c", SHIFT).split()[-1]
    host = visitor("de", width=320)
    steps.log_in(host)
    on_the_day(host, f"organise/volunteering/hours/{shift}/check-in/")
    manage(*demo, "shell", "-v0", "-c", OVER.format(shift))
    hours_are_approved(host, f"organise/volunteering/hours/{shift}/")
    a_certificate_is_made_and_checked(visitor("ar", width=320))


def on_the_day(host, listed: str) -> None:
    page = host.page
    host.open(listed)
    assert_well_made(host)
    nadia, omar = (page.locator("[data-row]").filter(has_text=name) for name in ("Nadia", "Omar"))

    host.context.set_offline(True)
    nadia.get_by_role("button", name="Ist da").click()
    omar.get_by_role("button", name="War nicht da").click()
    expect(page.locator("[data-unsent]")).to_contain_text("Noch nicht gesendet: 2")
    expect(nadia.locator("[data-waits]")).to_be_visible()
    host.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=20_000)
    # Nothing but the lost connection was wrong.
    host.problems[:] = [one for one in host.problems if "ERR_INTERNET_DISCONNECTED" not in one]
    expect(page.locator("[data-total]")).to_have_text("1")

    # What can't be is said beside the name, and the row shows how it stands.
    nadia.locator("summary").click()
    long_after = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(hours=8)
    nadia.locator("[name=until]").fill(f"{long_after:%H:%M}")
    nadia.get_by_role("button", name="Notieren").click()
    expect(nadia.locator("[data-refusal]")).to_contain_text("eine Uhrzeit zwischen")
    host.open(listed)
    expect(nadia.locator("[data-when=came].badge")).to_be_visible()
    expect(omar.locator("[data-when=no_show].badge")).to_be_visible()

    page.locator("form[action*=walk-ins] [name=name]").fill("Pia")
    page.locator("form[action*=walk-ins] [name=email]").fill("pia@example.org")
    page.locator("form[action*=walk-ins] [name=is_old_enough]").check()
    page.get_by_role("button", name="Als anwesend notieren").click()
    expect(page.locator("[data-total]")).to_have_text("2")


def hours_are_approved(host, hours: str) -> None:
    page = host.page
    host.open(hours)
    assert_well_made(host)
    page.get_by_role("button", name="Speichern und Angekreuztes anerkennen").click()
    expect(page.locator("main")).to_contain_text("Die Stunden von 2 Personen sind anerkannt")
    host.open("organise/volunteering/hours/")
    assert_well_made(host)
    expect(page.locator("main")).to_contain_text("Pia")


def a_certificate_is_made_and_checked(nadia) -> None:
    page = nadia.page
    steps.open_newest_mail(nadia, "nadia@example.org")
    nadia.open(steps.link_in_mail(nadia, "/hours/"))
    assert_well_made(nadia)
    page.locator("a[href$='/certificate/']").click()
    assert_well_made(nadia)
    expect(page.locator("[name=name]")).to_have_value("Nadia")
    page.locator("[name=shows_name]").check()
    page.locator("main form button[type=submit]").click()
    with page.expect_download() as fetched:
        page.locator("a[href$='.pdf']").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF-")
    page.locator("a[href*='/volunteering/certificates/']").click()
    expect(page.locator("h1")).to_contain_text("هذه الشهادة صالحة")
    expect(page.locator("main")).to_contain_text("Nadia")
    assert_well_made(nadia)
