"""What visitors find, read and filter; what is not theirs to see stays away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from events.models import Event, EventHost, EventLanguage
from events.services.reading import listed_events
from partners import services
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory
from tests.partners.test_directory import logo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def listed(client, **query) -> str:
    return client.get("/de/events/", query).content.decode()


def test_drafts_and_unlisted_events_are_not_listed(client):
    EventFactory(slug="entwurf", state=Event.State.DRAFT)
    EventFactory(slug="leise", visibility=Event.Visibility.UNLISTED)
    EventFactory(slug="laut")
    page = listed(client)
    assert "laut (de)" in page
    assert "entwurf (de)" not in page
    assert "leise (de)" not in page
    assert client.get("/de/events/leise/").status_code == 200
    assert client.get("/de/events/entwurf/").status_code == 404


def test_nothing_of_a_host_shows_before_it_agreed(client):
    event = EventFactory()
    for state in EventHost.State.values:
        EventHostFactory(event=event, state=state, organisation__name=f"Verein {state} e. V.")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Verein accepted e. V." in page
    for state in {"invited", "requested", "declined", "withdrawn"}:
        assert f"Verein {state} e. V." not in page


def test_nobody_finds_out_by_a_filter_where_a_kept_venue_has_not_agreed(client):
    keeper = OrganisationFactory()
    venue = VenueFactory(name="Haus der Vielfalt", district="Hafen", keeper=keeper)
    event = EventFactory(slug="fest", venue=venue)
    host = EventHostFactory(event=event, organisation=keeper, role="venue", state="invited")
    for state in ("invited", "accepted"):
        EventHost.objects.filter(pk=host.pk).update(state=state)
        for path in ("/de/events/", "/de/events/calendar.ics"):
            page = client.get(path, {"q": "Vielfalt"}).content.decode()
            assert ("fest (de)" in page) == (state == "accepted"), path
        assert listed_events({"district": "Hafen"}).exists() == (state == "accepted")


def test_a_kept_venue_shows_only_once_its_keeper_agreed(client):
    keeper = OrganisationFactory()
    event = EventFactory(venue=VenueFactory(name="Haus der Vielfalt", keeper=keeper))
    host = EventHostFactory(event=event, organisation=keeper, role="venue", state="invited")
    for path in (event.get_absolute_url(), "/de/events/"):
        assert "Haus der Vielfalt" not in client.get(path).content.decode()
    EventHost.objects.filter(pk=host.pk).update(state="accepted")
    for path in (event.get_absolute_url(), "/de/events/"):
        assert "Haus der Vielfalt" in client.get(path).content.decode()


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_does_not_take_place_says_so_in_list_and_page(client, state):
    event = EventFactory(state=state)
    word = {"cancelled": "Abgesagt", "postponed": "Verschoben"}[state]
    assert word in listed(client)
    assert word in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "kommen"}, {"a", "b"}),
        ({"language": "tr"}, {"a"}),
        ({"audience": "youth"}, {"a", "b"}),
        ({"features": ["step_free"]}, {"a"}),
        ({"features": ["step_free", "childcare"]}, set()),
        ({"is_free": "on"}, {"a"}),
        ({"day": "2027-05-01"}, {"b"}),
        ({"day": "no day", "language": "klingon", "page": "x"}, {"a", "b"}),
        ({"is_past": "on"}, {"c"}),
    ],
)
def test_filters(client, query, found):
    a = EventFactory(slug="a", venue=VenueFactory(step_free="yes"))
    EventLanguage.objects.create(event=a, language="tr", is_interpreted=True)
    EventFactory(
        slug="b",
        audience="youth",
        is_free=False,
        # Till after midnight by the clock of the city, not by UTC.
        starts_at=datetime(2027, 4, 30, 21, tzinfo=UTC),
        ends_at=datetime(2027, 4, 30, 23, tzinfo=UTC),
    )
    EventFactory(slug="c", starts_at=timezone.now() - timedelta(days=2))
    page = listed(client, **query)
    assert {slug for slug in "abc" if f"{slug} (de)" in page} == found


def test_the_address_online_is_kept_for_those_who_registered(client):
    url = "https://meet.example.org/geheim"
    event = EventFactory(attendance="online", online_url=url, entry="registration", venue=None)
    assert url not in client.get(event.get_absolute_url()).content.decode()
    Event.objects.filter(pk=event.pk).update(entry="open")
    assert url in client.get(event.get_absolute_url()).content.decode()


def test_what_nobody_has_looked_at_is_said_to_be_unknown(client):
    event = EventFactory(step_free="yes", childcare="no")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "access__item--yes" in page
    assert "nein: Kinderbetreuung" in page
    assert "nicht bekannt: Ruheraum" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_with_more_rows(client, django_assert_max_num_queries, rows):
    events = [EventFactory(languages=("de", "tr")) for _ in range(rows)]
    for event in events:
        for code in ("tr", "ar", "de")[:rows]:
            EventLanguage.objects.create(event=event, language=code)
        for _ in range(rows):
            EventHostFactory(event=event)
    with django_assert_max_num_queries(LIST_QUERIES):
        client.get("/tr/events/")
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get(reverse("events:detail", args=[events[0].slug]))


LIST_QUERIES, PAGE_QUERIES = 6, 10


def test_each_host_shows_its_logo_and_until_when_it_took_part(client):
    event = EventFactory()
    for number in (1, 2):
        host = EventHostFactory(event=event, role="co_host").organisation
        services.show_logo(host, logo(number), actor=User.objects.create_user(f"{number}@x.test"))
    services.close_page(host, actor=User.objects.get(email="1@x.test"))
    page = client.get(f"/de/events/{event.slug}/").text
    assert page.count("face--logo") == 2
    assert len(re.findall(r",\s+bis \d", page)) == 1
    assert "face--logo" in client.get("/de/events/").text
