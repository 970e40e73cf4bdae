"""Events where visitors look around: home page, campaign, thanks, search, sitemap."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from pages.findable import rebuild_search
from tests.events.factories import EventFactory, EventHostFactory, ProgrammeFactory
from tests.organising import queries_of
from tests.pages.reading import main_of
from web.search import search

pytestmark = pytest.mark.django_db

HIDDEN = [{"state": "draft"}, {"visibility": "unlisted"}]
OVER = {
    "starts_at": timezone.now() - timedelta(days=3),
    "ends_at": timezone.now() - timedelta(days=2),
}
PLACES = ["/", "/campaigns/c1/", "/petitions/p1/thanks/"]


@pytest.fixture
def event(publish):
    return EventFactory(slug="strassenfest", campaign=publish().campaign)


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_coming_is_shown(client, event, place, language):
    main = main_of(client.get(f"/{language}{place}"))
    assert f"/{language}/events/strassenfest/" in main
    # Where no heading says which day it is, the card does.
    assert 'class="event__day"' in main


@pytest.mark.parametrize("changes", [*HIDDEN, OVER])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_hidden_or_over_is_not(client, event, place, changes):
    Event.objects.update(**changes)
    assert "strassenfest" not in main_of(client.get(f"/de{place}"))


@pytest.mark.parametrize(
    ("place", "is_shown"),
    [("/", False), ("/campaigns/c1/", True), ("/petitions/p1/thanks/", False)],
)
def test_one_that_is_cancelled_says_so_to_who_follows_the_campaign(client, event, place, is_shown):
    Event.objects.update(state="cancelled")
    main = main_of(client.get(f"/de{place}"))
    assert ("strassenfest" in main) == is_shown
    assert ("Abgesagt" in main) == is_shown


def test_a_campaign_shows_its_own_only(client, event):
    EventFactory(slug="anderes")
    main = main_of(client.get("/de/campaigns/c1/"))
    assert "/events/strassenfest/" in main
    assert "/events/anderes/" not in main
    assert "/events/anderes/" in main_of(client.get("/de/"))


def test_the_home_page_shows_the_next_three(client):
    for days in (5, 2, 4, 3):
        EventFactory(slug=f"in-{days}", starts_at=timezone.now() + timedelta(days=days))
    events = client.get("/de/").context["events"]
    assert [event.slug for event in events] == ["in-2", "in-3", "in-4"]


@pytest.mark.parametrize("place", PLACES)
def test_more_events_cost_no_more(event, place):
    EventHostFactory(event=event)
    with_one = queries_of(Client(), f"/de{place}")
    for _ in range(2):
        more = EventFactory(campaign=event.campaign, languages=["de", "tr"])
        EventHostFactory(event=more)
    assert queries_of(Client(), f"/tr{place}") == with_one


def found(query):
    rebuild_search()
    return [(entry.kind, entry.key) for entry in search(query, "de")]


def test_the_search_finds_events_and_programmes_until_they_are_hidden(client):
    event = EventFactory(slug="strassenfest")
    ProgrammeFactory(slug="strassenfest-woche")
    assert sorted(found("strassenfest")) == [
        ("event", "strassenfest"),
        ("programme", "strassenfest-woche"),
    ]
    assert "Veranstaltung" in client.get("/de/search/", {"q": "strassenfest"}).text
    Event.objects.filter(pk=event.pk).update(visibility="unlisted")
    assert found("strassenfest") == [("programme", "strassenfest-woche")]


@pytest.mark.parametrize("changes", HIDDEN)
def test_the_search_finds_none_that_is_hidden(event, changes):
    Event.objects.update(**changes)
    assert found("strassenfest") == []


def test_the_sitemap_names_those_that_are_listed(client, event):
    EventFactory(slug="geheim", visibility="unlisted")
    ProgrammeFactory(slug="woche")
    ProgrammeFactory(slug="entwurf", state="draft")
    text = client.get("/sitemap.xml").text
    for path in ("/de/events/", "/ar/events/strassenfest/", "/de/programmes/woche/"):
        assert f"http://testserver{path}<" in text
    assert "geheim" not in text
    assert "entwurf" not in text


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/de/events/strassenfest/", "/de/events/strassenfest/"),
        ("/de/events/strassenfest/ticket/abc/", ""),
        ("/de/events/strassenfest/confirm/abc/", ""),
        ("/de/events/my/abc.ics", ""),
    ],
)
def test_a_report_of_a_barrier_names_the_page_unless_its_address_opens_it(client, path, kept):
    before = {"Referer": f"http://testserver{path}"}
    form = client.get("/de/barrier/", headers=before).context["form"]
    assert form.initial["page"] == kept
