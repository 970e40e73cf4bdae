"""Shifts, tasks and teams where people look around: the search and the sitemap."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.findable import rebuild_search
from tests.factories import CampaignFactory
from tests.volunteers.factories import ShiftFactory, TaskClaimFactory, TaskFactory, TeamFactory
from volunteers.models import ShiftSeries
from web.models import SearchEntry

pytestmark = pytest.mark.django_db


def found(kind: str) -> list[tuple[str, str]]:
    entries = SearchEntry.objects.filter(kind=kind).order_by("language", "key")
    return [(entry.language, entry.title) for entry in entries]


def test_a_task_is_found_and_leads_to_its_page(client):
    task = TaskFactory(languages=("de", "tr"))
    rebuild_search()
    page = client.get("/de/search/", {"q": "aufgabe"})
    assert f'href="{task.get_absolute_url()}"' in page.text
    assert len(found("task")) == 2


def test_what_cannot_be_taken_or_seen_is_not_found():
    TaskFactory(state="draft"), TaskFactory(state="closed")
    TaskClaimFactory(task=TaskFactory(maximum=1))
    TaskFactory(campaign=CampaignFactory(state="draft"))
    ShiftFactory(state="draft"), ShiftFactory(state="cancelled")
    ShiftFactory(starts_at=timezone.now() - timedelta(hours=1))
    TeamFactory(state="draft"), TeamFactory(state="closed")
    rebuild_search()
    assert [found(kind) for kind in ("task", "shift", "team")] == [[], [], []]


def test_a_shift_stands_there_with_its_day_in_the_words_of_the_language():
    starts_at = timezone.now().replace(year=timezone.now().year + 1, month=5, day=8, hour=12)
    shift = ShiftFactory(languages=("de", "tr"), starts_at=starts_at)
    rebuild_search()
    year = starts_at.year
    assert found("shift") == [
        ("de", f"Stand {shift.pk} (de), 8. Mai {year}"),
        ("tr", f"Stand {shift.pk} (tr), 08 Mayıs {year}"),
    ]


def test_of_a_series_the_next_one_is_found():
    series = ShiftSeries.objects.create(rule="FREQ=WEEKLY", starts_at=timezone.now())
    days = [timezone.now() + timedelta(days=day) for day in (16, 9, -5)]
    _later, following, _past = [ShiftFactory(series=series, starts_at=day) for day in days]
    alone = [ShiftFactory(), ShiftFactory()]
    rebuild_search()
    keys = set(SearchEntry.objects.filter(kind="shift").values_list("key", flat=True))
    assert keys == {str(shift.pk) for shift in (following, *alone)}


def test_a_team_is_found_by_its_name():
    team = TeamFactory()
    rebuild_search()
    entry = SearchEntry.objects.get(kind="team")
    assert (entry.key, entry.url_args) == (team.slug, {"slug": team.slug})


def test_the_sitemap_leads_to_what_is_to_come(client):
    task, shift, team = TaskFactory(), ShiftFactory(), TeamFactory()
    past = ShiftFactory(starts_at=timezone.now() - timedelta(minutes=5))
    text = client.get("/sitemap.xml").text
    for path in ("/de/volunteering/tasks/", "/de/shifts/", "/de/teams/"):
        assert f"{path}<" in text
    for thing in (task, shift, team):
        assert f"{thing.get_absolute_url()}<" in text
    assert f"{past.get_absolute_url()}<" not in text


def test_the_search_leads_to_shifts_and_teams(client):
    shift, team = ShiftFactory(), TeamFactory()
    rebuild_search()
    assert f'href="{shift.get_absolute_url()}"' in client.get("/de/search/?q=stand").text
    assert f'href="{team.get_absolute_url()}"' in client.get("/de/search/?q=team").text
