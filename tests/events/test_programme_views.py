"""What visitors see of a programme: its days, what fits them, and what has changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventHost, EventLanguage, ProgrammeChange, ProgrammeEntry
from events.services.programme_reading import days_of, entries_to_read
from tests.events.factories import (
    EntryFactory,
    EventFactory,
    EventHostFactory,
    ProgrammeFactory,
    StageFactory,
    VenueFactory,
)
from tests.factories import OrganisationFactory
from tests.organising import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def week():
    return ProgrammeFactory(slug="woche")


def page(client, **query) -> str:
    return client.get("/de/programmes/woche/", query).content.decode()


def test_drafts_show_nowhere_and_archived_ones_at_their_address(client, week):
    ProgrammeFactory(slug="entwurf", state="draft", parent=week)
    ProgrammeFactory(slug="alt", state="archived")
    listed = client.get("/de/programmes/").content.decode()
    assert "woche (de)" in listed
    assert "entwurf (de)" not in listed + page(client)
    assert "alt (de)" not in listed
    assert client.get("/de/programmes/entwurf/").status_code == 404
    assert "Archiviert" in client.get("/de/programmes/alt/").content.decode()


def test_only_what_is_accepted_and_announced_shows(client, week):
    for state in ProgrammeEntry.State.values:
        EntryFactory(programme=week, state=state, event__slug=f"fest-{state}")
    EntryFactory(programme=week, event__slug="entwurf", event__state="draft")
    EntryFactory(programme=week, event__slug="leise", event__visibility="unlisted")
    text = page(client)
    assert "fest-accepted (de)" in text
    hidden = {f"fest-{state}" for state in ProgrammeEntry.State.values} - {"fest-accepted"}
    for slug in hidden | {"entwurf", "leise"}:
        assert f"{slug} (de)" not in text


def test_nothing_of_a_host_or_a_kept_venue_shows_before_they_agreed(client, week):
    keeper = OrganisationFactory(name="Haus e. V.")
    venue = VenueFactory(name="Großer Saal", keeper=keeper)
    event = EntryFactory(programme=week, event__venue=venue).event
    host = EventHostFactory(event=event, organisation=keeper, role="venue", state="invited")
    EventHostFactory(event=event, state="invited", organisation__name="Noch nicht e. V.")
    text = page(client)
    assert "Großer Saal" not in text
    assert "Noch nicht e. V." not in text
    EventHost.objects.filter(pk=host.pk).update(state="accepted")
    assert "Großer Saal" in page(client)


def test_filters(client, week):
    stage = StageFactory(programme=week, name="Rote Bühne")
    red = EntryFactory(programme=week, event__slug="rot", stage=stage).event
    EventLanguage.objects.create(event=red, language="tr")
    place = VenueFactory(step_free="yes")
    EntryFactory(programme=week, event__slug="blau", event__audience="youth", event__venue=place)

    def found(**query):
        text = page(client, **query)
        return {slug for slug in ("rot", "blau") if f"{slug} (de)" in text}

    assert found() == {"rot", "blau"}
    assert found(place=f"stage-{stage.pk}") == {"rot"}
    assert found(place=f"venue-{place.pk}") == {"blau"}
    assert found(language="tr") == {"rot"}
    assert found(audience="youth") == {"rot", "blau"}
    assert found(audience="women") == {"rot"}
    assert found(features=["step_free"]) == {"blau"}
    assert found(features=["step_free", "childcare"]) == set()
    assert found(place="stage-0", language="klingon", features=["slug"]) == {"rot", "blau"}


def test_changes_are_marked_with_their_day(client, week):
    entry = EntryFactory(programme=week)
    was = datetime(2027, 5, 1, 16, tzinfo=UTC)
    Kind = ProgrammeChange.Kind
    ProgrammeChange.objects.create(entry=entry, kind=Kind.ADDED, at=timezone.now())
    ProgrammeChange.objects.create(entry=entry, kind=Kind.MOVED, was_at=was)
    text = page(client)
    assert "mark--added" in text
    assert "1. Mai 2027, 18:00" in text
    Event.objects.update(state="cancelled")
    ProgrammeChange.objects.create(entry=entry, kind=Kind.CANCELLED)
    text = page(client)
    assert "mark--cancelled" in text
    assert "mark--added" not in text


def at(day, hour, minute=0):
    """By the clock in Dortmund, in winter."""
    return datetime(2027, 1, day, hour - 1, minute, tzinfo=UTC)


def entry_at(week, start, hours, stage=None):
    event = EventFactory(starts_at=start, ends_at=start + timedelta(hours=hours), venue=None)
    return EntryFactory(programme=week, event=event, stage=stage)


def test_the_timetable_of_a_day(week):
    left, right = StageFactory(programme=week, name="A"), StageFactory(programme=week, name="B")
    first = entry_at(week, at(5, 14), 2, left)
    second = entry_at(week, at(5, 15, 30), 1, left)
    third = entry_at(week, at(5, 16), 1, left)
    other = entry_at(week, at(5, 17), 9, right)
    tomorrow = entry_at(week, at(6, 14), 1)
    one, two = days_of(entries_to_read(week.entries.all()))
    assert [entry.pk for entry in two.entries] == [tomorrow.pk]
    # Till two at night: the hours go on after midnight.
    assert one.hour_names == [f"{hour:02}:00" for hour in (*range(14, 24), 0, 1)]
    rows = [
        (row.place, [[(cell.quarters, cell.entry and cell.entry.pk) for cell in lane]
                     for lane in row.lanes])
        for row in one.rows
    ]  # fmt: skip
    assert rows == [
        # What overlaps takes a lane of its own.
        (
            "A",
            [[(8, first.pk), (4, third.pk), (36, None)], [(6, None), (4, second.pk), (38, None)]],
        ),
        ("B", [[(12, None), (36, other.pk)]]),
    ]
    assert [row.place for row in two.rows] == [""]


def test_the_event_says_which_programme_it_is_part_of(client, week):
    event = EntryFactory(programme=week).event
    EntryFactory(event=event, programme=ProgrammeFactory(slug="entwurf", state="draft"))
    text = client.get(event.get_absolute_url()).content.decode()
    assert "/de/programmes/woche/#entry-" in text
    assert "entwurf (de)" not in text


def test_parts_and_umbrellas_lead_to_each_other(client, week):
    ProgrammeFactory(slug="fest", parent=week)
    assert "/de/programmes/fest/" in page(client)
    assert "/de/programmes/woche/" in client.get("/de/programmes/fest/").content.decode()


def test_pages_cost_the_same_with_more_rows(client):
    def cost(rows):
        week = ProgrammeFactory(languages=("de", "tr"))
        for _ in range(rows):
            ProgrammeFactory(parent=week)
            entry = EntryFactory(programme=week, stage=StageFactory(programme=week))
            for code in ("tr", "ar", "de")[:rows]:
                EventLanguage.objects.create(event=entry.event, language=code)
                EventHostFactory(event=entry.event)
            ProgrammeChange.objects.create(entry=entry, kind="added")
        pages = ["/tr/programmes/", reverse("programmes:detail", args=[week.slug])]
        return [queries_of(client, path) for path in pages]

    assert cost(1) == cost(3)
