"""What search engines read of an event: what its page says, and no more."""

import json
import re

import pytest

from events.models import Event, EventLanguage, EventText
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def read(client, event) -> dict:
    page = client.get(event.get_absolute_url()).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def test_an_event_is_told_in_their_terms(client):
    event = EventFactory(
        venue=VenueFactory(name="Haus", step_free="yes", childcare="no"), quiet_room="yes"
    )
    EventLanguage.objects.create(event=event, language="tr")
    EventHostFactory(event=event, organisation=OrganisationFactory(name="Mit e. V."))
    EventHostFactory(
        event=event, organisation=OrganisationFactory(name="Ungefragt"), state="invited"
    )
    found = read(client, event)
    assert found["@type"] == "Event"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["startDate"] == event.starts_there.isoformat(timespec="minutes")
    assert found["inLanguage"] == ["tr"]
    assert found["isAccessibleForFree"] is True
    assert found["location"]["address"]["streetAddress"] == "Hauptstraße 1"
    features = {one["name"]: one["value"] for one in found["location"]["amenityFeature"]}
    assert features == {"stufenloser Zugang": True, "Kinderbetreuung": False, "Ruheraum": True}
    assert "Mit e. V." in {one["name"] for one in found["organizer"]}
    assert "Ungefragt" not in json.dumps(found)
    assert "offers" not in found
    assert "remainingAttendeeCapacity" not in found


@pytest.mark.parametrize(
    ("state", "status"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")]
)
def test_what_does_not_take_place_says_so(client, state, status):
    assert read(client, EventFactory(state=state))["eventStatus"] == f"https://schema.org/{status}"


def test_words_cannot_end_the_block(client):
    event = EventFactory()
    evil = "</script><script>alert(1)</script><!--"
    EventText.objects.update(title=evil)
    assert read(client, event)["name"] == evil


def test_the_address_online_and_a_venue_that_has_not_agreed_stay_out(client):
    url = "https://meet.example.org/geheim"
    event = EventFactory(
        attendance="mixed",
        online_url=url,
        entry="registration",
        venue=VenueFactory(name="Haus", keeper=OrganisationFactory()),
    )
    assert read(client, event)["location"] == {
        "@type": "VirtualLocation",
        "url": read(client, event)["url"],
    }
    Event.objects.update(entry="open")
    assert read(client, event)["location"]["url"] == url
