"""Calendars and feeds by their addresses: whose events, what they cost, what a program sees."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.models import Event, EventHost, EventLanguage, Programme, ProgrammeEntry
from tests.events.factories import (
    EventFactory,
    EventHostFactory,
    ProgrammeFactory,
    VenueFactory,
)
from tests.factories import CampaignFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def titles(client, path, **query) -> set[str]:
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).events}


def test_one_event_is_a_file_also_unlisted(client):
    EventFactory(slug="fest", visibility=Event.Visibility.UNLISTED)
    EventFactory(slug="entwurf", state=Event.State.DRAFT)
    answer = client.get("/de/events/fest/event.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="fest.ics"'
    assert titles(client, "/de/events/fest/event.ics") == {"fest (de)"}
    assert client.get("/de/events/entwurf/event.ics").status_code == 404
    assert client.get("/de/events/nirgends/event.ics").status_code == 404
    assert client.post("/de/events/fest/event.ics").status_code == 405


def test_whose_events_are_in_which_calendar(client):
    campaign, organisation = CampaignFactory(), OrganisationFactory()
    EventFactory(slug="kampagne", campaign=campaign)
    EventFactory(slug="verein", lead=organisation)
    EventHostFactory(event=EventFactory(slug="dabei"), organisation=organisation)
    EventHostFactory(
        event=EventFactory(slug="gefragt"),
        organisation=organisation,
        state=EventHost.State.INVITED,
    )
    EventFactory(slug="leise", campaign=campaign, lead=organisation, visibility="unlisted")
    EventFactory(slug="entwurf", campaign=campaign, lead=organisation, state="draft")
    below = "/de/events/calendar"
    assert titles(client, f"{below}/campaigns/{campaign.slug}.ics") == {"kampagne (de)"}
    assert titles(client, f"{below}/organisations/{organisation.slug}.ics") == {
        "verein (de)",
        "dabei (de)",
    }
    assert len(titles(client, f"{below}.ics")) == 4
    assert client.get(f"{below}/campaigns/keine.ics").status_code == 404
    assert client.get(f"{below}/organisations/keine.ics").status_code == 404


def test_a_programmes_calendar_holds_what_the_programme_shows(client):
    week = ProgrammeFactory(slug="woche", state="published")
    fest = ProgrammeFactory(slug="fest", state="published", parent=week)
    for slug, programme, state in [
        ("angenommen", week, "accepted"),
        ("darunter", fest, "accepted"),
        ("eingereicht", week, "handed_in"),
    ]:
        event = EventFactory(slug=slug)
        ProgrammeEntry.objects.create(programme=programme, event=event, state=state)
    path = "/de/events/calendar/programmes/woche.ics"
    assert titles(client, path) == {"angenommen (de)", "darunter (de)"}
    assert f'{path}"' in client.get(week.get_absolute_url()).content.decode()
    Programme.objects.update(state="draft")
    assert client.get(path).status_code == 404


def test_a_calendar_keeps_the_choice_of_the_list(client, settings):
    settings.SITE_URL = "https://mitstimme.example"
    EventLanguage.objects.create(event=EventFactory(slug="tuerkisch"), language="tr")
    EventFactory(slug="stufenlos", venue=VenueFactory(step_free="yes"))
    EventFactory(slug="war", starts_at=timezone.now() - timedelta(days=5))
    assert titles(client, "/de/events/calendar.ics", language="tr") == {"tuerkisch (de)"}
    assert titles(client, "/de/events/calendar.ics", features=["step_free"]) == {"stufenlos (de)"}
    assert len(titles(client, "/de/events/calendar.ics", q="", day="morgen", is_past="on")) == 3
    query = {"q": "", "language": "tr", "features": ["step_free", "childcare"], "page": "1"}
    page = client.get("/de/events/", query).content.decode()
    address = "//mitstimme.example/de/events/calendar.ics?language=tr&amp;features=step_free"
    assert f'href="webcal:{address}&amp;features=childcare"' in page
    assert 'href="webcal://mitstimme.example/de/events/calendar.ics"' in (
        client.get("/de/events/").content.decode()
    )


def test_a_program_that_has_it_already_gets_nothing_again(client, settings):
    settings.PAGE_CACHE = True
    EventFactory(slug="fest")
    for path in ("/de/events/fest/event.ics", "/de/events/calendar.ics", "/de/events/feed.atom"):
        first = client.get(path)
        assert first["Cache-Control"] == "public, max-age=60"
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert "sessionid" not in first.cookies
    # Nothing but the filter makes another copy.
    assert (
        client.get("/de/events/calendar.ics?utm=1")["ETag"]
        == (client.get("/de/events/calendar.ics")["ETag"])
    )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["calendar.ics", "feed.atom", "organisation", "one"])
def test_it_costs_the_same_with_more_rows(client, django_assert_num_queries, rows, name):
    organisation = OrganisationFactory(slug="verein")
    for number in range(rows):
        event = EventFactory(slug=f"fest-{number}x", lead=organisation, languages=("de", "tr"))
        EventLanguage.objects.create(event=event, language="tr")
        EventHostFactory(event=event)
    path, queries = {
        "calendar.ics": ("calendar.ics", 4),
        "feed.atom": ("feed.atom", 4),
        "organisation": ("calendar/organisations/verein.ics", 5),
        "one": ("fest-0x/event.ics", 4),
    }[name]
    with django_assert_num_queries(queries):
        assert client.get(f"/tr/events/{path}").status_code == 200


def test_the_feed_is_atom_of_what_was_announced_lately(client):
    organisation = OrganisationFactory(slug="verein")
    now = timezone.now()
    EventFactory(slug="alt", published_at=now - timedelta(days=2))
    neu = EventFactory(slug="neu", lead=organisation, published_at=now)
    EventFactory(slug="entwurf", state="draft", published_at=None)
    Event.objects.filter(slug="alt").update(state="cancelled")
    root = ElementTree.fromstring(client.get("/tr/events/feed.atom").content)  # noqa: S314 - ours
    entries = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["neu (de)", "alt (de)"]
    assert entries[0].findtext(f"{ATOM}id") == neu.uid.urn
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == organisation.name
    assert entries[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert "iptal" in entries[1].findtext(f"{ATOM}summary")
    own = client.get("/de/events/calendar/organisations/verein.atom").content
    assert b"neu (de)" in own
    assert b"alt (de)" not in own
