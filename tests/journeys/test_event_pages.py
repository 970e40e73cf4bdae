"""The pages of an event with guests, co-hosts and dates, which no link of the demo leads to.

The sweep over every page takes one page of each kind, and the demo's first event has neither.
"""

import json
import shutil

import pytest

from tests.journeys.crawl import follow, view_name
from tests.journeys.demo_server import manage, running_demo
from tests.journeys.prepared import prepared_demo
from tests.journeys.steps import log_in
from tests.journeys.sweep import BOTH_DIRECTIONS, assert_all_well_made

pytestmark = pytest.mark.browser
EVENT = """
import json
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from events import services
from events.models import Event, EventHost, EventText, Registration, Venue
from events.services import links
from jobs.services import run_due
from partners.models import Organisation

start = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
lead = Organisation.objects.get(slug="integrationsrat-dortmund")
other = Organisation.objects.get(slug="barrierefrei-ankommen")
organiser = get_user_model().objects.get(email="organiser@example.org")
venue = Venue.objects.create(slug="kueche", name="Küche", street="Weg 1", postcode="44145")
title = "Gemeinsam kochen und essen mit der ganzen Nachbarschaft"

def event_of(slug, organisation):
    event = Event.objects.create(
        slug=slug, state="confirmed", entry="registration", capacity=5, venue=venue,
        starts_at=start, ends_at=start + timedelta(hours=3), published_at=timezone.now(),
    )
    EventText.objects.create(event=event, language="de", title=title, summary="Kommen Sie.")
    EventHost.objects.create(event=event, organisation=organisation, role="lead",
                             state="accepted", may_edit=True)
    return event

event = event_of("kochabend", lead)
services.invite(event, other, "co_host", actor=organiser)
day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[event.starts_there.weekday()]
services.repeat(event, f"FREQ=WEEKLY;BYDAY={day};COUNT=3", actor=organiser)
foreign = event_of("lesekreis", other)
named = ("Ada", "Maximiliane Freifrau von Donaudampfschifffahrt", "Cem", "Dana", "Emil", "Fee")
kept = {}
for number, name in enumerate(named):
    size = 1 if number else 2
    wish = services.Wish(name, f"{number}@example.org", "de", size, "Eine Rampe" if number else "",
                         consents={"events.access_needs": "Ja"} if number else {})
    services.register(event, wish)
    run_due()
    one = Registration.objects.latest("registered_at")
    kept[name] = one
    if name != "Fee":
        services.confirm_registration(one)
run_due()
stands, pending = kept["Ada"], kept["Fee"]
stands.refresh_from_db()
print(json.dumps({
    "registration": str(stands.pk),
    "confirm": links.issue(pending, links.CONFIRM),
    "cancel": links.issue(stands, links.CANCEL),
    "ticket": links.ticket_code(stands),
}))
"""


@pytest.fixture(scope="module")
def prepared(run_folder, chromium_path, tmp_path_factory):
    """A demo of its own that is not served yet, so that no worker takes a job before we do."""
    ready = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("event-pages") / "var"
    shutil.copytree(ready, folder)
    made = manage(folder, "http://127.0.0.1", "shell", "-v0", "-c", EVENT)
    return folder, json.loads(made)


@pytest.fixture(scope="module")
def site(prepared):
    with running_demo(prepared[0]) as address:
        yield address


ORGANISED = {
    "registrations",
    "cancel_one",
    "check_in",
    "find_host",
    "invite",
    "join",
    "repeat",
    "following",
    "lead_series",
    "lead",
    "preview",
}


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_what_hosts_see_of_guests_hosts_and_dates(visitor, site, prepared, language):
    person = visitor(language, width=320)
    log_in(person)
    base = f"/{language}/organise/events/kochabend/"
    starts = [
        f"{base}registrations/",
        f"{base}hosts/?q=e",
        f"{base}repeat/time/",
        f"{base}repeat/end/",
        f"/{language}/organise/events/lesekreis/join/",
        base,
    ]
    ours = follow(
        site,
        language,
        starts,
        below=base.rpartition("kochabend")[0] + "kochabend",
        cookies=person.cookies(),
    )
    assert {f"events_organise:{name}" for name in ORGANISED} - set(ours) == set()
    # With names in it, with hosts found, and asking to join another's.
    assert ours["events_organise:find_host"].endswith("?q=e")
    assert_all_well_made(person, ours)


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_what_a_guest_sees_behind_the_links(visitor, prepared, language):
    person = visitor(language, width=320)
    base = f"/{language}/events/kochabend"
    known = prepared[1]
    paths = {
        f"events:{name}": f"{base}/{name}/{known[name]}/"
        for name in ("confirm", "cancel", "ticket")
    }
    paths |= {
        "events:closed": f"{base}/confirm/not-a-secret/",
        "events:registered": f"{base}/register/sent/",
        "events:detail": f"{base}/",
    }
    assert {view_name(path, language) for path in paths.values()} <= set(paths)
    assert_all_well_made(person, paths)


@pytest.mark.parametrize("width", [700, 1280])
def test_a_day_takes_two_lines_beside_the_title(visitor, width):
    person = visitor("de", width=width)
    person.open("")
    lines = person.page.evaluate(
        """() => [...document.querySelectorAll(".event__day")].map((day) =>
            Math.round(day.getBoundingClientRect().height
                / parseFloat(getComputedStyle(day).lineHeight)))"""
    )
    assert lines
    assert set(lines) == {2}


def test_a_state_stands_beside_the_title_and_never_below_it(visitor):
    person = visitor("de", width=1280)
    log_in(person)
    person.open("organise/programmes/internationale-woche/")
    starts = person.page.evaluate(
        """() => [...document.querySelectorAll(".work__item .badge")].map((badge) =>
            [badge.getBoundingClientRect().left,
             badge.closest("li").querySelector(".work__title").getBoundingClientRect().right])"""
    )
    assert len(starts) >= 2
    assert all(badge > title for badge, title in starts)
