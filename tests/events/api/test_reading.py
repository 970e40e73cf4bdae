"""What everybody reads of events: what the pages show, no more."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from events.models import Event, EventHost
from tests.events.factories import (
    EntryFactory,
    EventFactory,
    EventHostFactory,
    ProgrammeFactory,
    VenueFactory,
)
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import queries_of
from tests.volunteers.factories import ShiftFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/events/"


def slugs(answer) -> list[str]:
    return [each["slug"] for each in answer.json()["results"]]


def test_an_event_has_osdi_names(client, settings):
    event = EventFactory()
    answer = client.get(f"{LIST}{event.slug}/")
    told = answer.json()
    assert told["title"] == f"{event.slug} (de)"
    assert told["browser_url"] == f"{settings.SITE_URL}/de/events/{event.slug}/"
    assert told["identifiers"] == [f"mitstimme:event:{event.slug}"]
    assert told["hosts"][0]["role"] == "lead"
    assert told["access"]["step_free"] == "unknown"
    assert answer["Cache-Control"] == "public, max-age=5"
    again = client.get(f"{LIST}{event.slug}/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_list_has_what_everybody_finds(client):
    shown = EventFactory()
    EventFactory(state=Event.State.DRAFT)
    unlisted = EventFactory(visibility=Event.Visibility.UNLISTED)
    assert slugs(client.get(LIST)) == [shown.slug]
    assert client.get(f"{LIST}{unlisted.slug}/").status_code == 200
    assert client.get(f"{LIST}?is_past=true").json()["results"] == []


def test_filters_are_those_of_the_page_and_nonsense_is_refused(client):
    free = EventFactory(is_free=True, audience="women")
    EventFactory(is_free=False, audience="youth")
    assert slugs(client.get(f"{LIST}?is_free=true&audience=women")) == [free.slug]
    assert slugs(client.get(f"{LIST}?spoken=tr&language=en")) == []
    refused = client.get(f"{LIST}?day=tomorrow")
    assert refused.status_code == 422
    assert "day" in refused.json()["errors"]


def test_nothing_of_a_draft_or_of_a_place_whose_keeper_has_not_agreed(client):
    draft = EventFactory(state=Event.State.DRAFT)
    keeper = OrganisationFactory()
    kept = EventFactory(venue=VenueFactory(keeper=keeper))
    EventHostFactory(event=kept, organisation=keeper, role="venue", state=EventHost.State.INVITED)
    assert client.get(f"{LIST}{draft.slug}/").status_code == 404
    assert client.get(f"{LIST}{draft.slug}/texts/").status_code == 404
    told = client.get(f"{LIST}{kept.slug}/").json()
    assert told["venue"] is None
    assert [host["role"] for host in told["hosts"]] == ["lead"]


def test_nothing_of_a_campaign_that_is_a_draft_by_program_or_on_the_page(client):
    draft = CampaignFactory(slug="geheim", state=Campaign.State.DRAFT)
    event = EventFactory(campaign=draft)
    # A shift of another campaign: its section leads to the list of the event's campaign.
    ShiftFactory(event=event)
    assert client.get(f"{LIST}{event.slug}/").json()["campaign"] is None
    page = client.get(f"/de/events/{event.slug}/").content.decode()
    assert "/de/shifts/" in page
    assert "geheim" not in page
    Campaign.objects.update(state=Campaign.State.PUBLISHED)
    assert client.get(f"{LIST}{event.slug}/").json()["campaign"] == "geheim"


def test_pages_of_the_list_go_on(client):
    for _ in range(3):
        EventFactory()
    first = client.get(f"{LIST}?page_size=2").json()
    second = client.get(first["next"]).json()
    assert len(first["results"]) == 2
    assert len(second["results"]) == 1
    assert second["next"] is None


def test_a_programme_tells_its_events_by_time(client):
    programme = ProgrammeFactory()
    entry = EntryFactory(programme=programme, state="accepted")
    EntryFactory(programme=programme, state="declined")
    told = client.get(f"/api/v1/programmes/{programme.slug}/").json()
    assert [each["event"]["slug"] for each in told["entries"]] == [entry.event.slug]
    (listed,) = client.get("/api/v1/programmes/").json()["results"]
    assert listed["slug"] == programme.slug


@pytest.mark.parametrize("path", [LIST, "/api/v1/programmes/"])
def test_lists_cost_the_same_with_one_and_with_three(path, settings):
    settings.PAGE_CACHE = False
    programme = ProgrammeFactory()
    EntryFactory(programme=programme, state="accepted")
    one = queries_of(Client(), path)
    for _ in range(2):
        EntryFactory(programme=ProgrammeFactory(), state="accepted")
    assert queries_of(Client(), path) == one


def test_a_programme_costs_the_same_with_one_and_with_three():
    programme = ProgrammeFactory()
    path = f"/api/v1/programmes/{programme.slug}/"
    EntryFactory(programme=programme, state="accepted")
    one = queries_of(Client(), path)
    for _ in range(2):
        EntryFactory(programme=programme, state="accepted")
    assert queries_of(Client(), path) == one
