"""What everybody reads beside the petition itself: every language, its way, its numbers."""

from datetime import UTC, date, datetime

import pytest

from petitions import parts
from petitions.models import Petition, PetitionDay
from tests.factories import PetitionStepFactory, PetitionTextFactory
from tests.organising import queries_of
from tests.petitions.published import published
from tests.petitions.signing import stored
from tests.petitions.test_parts import turn_off

pytestmark = pytest.mark.django_db
BASE = "/api/v1/petitions/wahlrecht/"
PARTS = ("texts", "steps", "signatures-per-day", "areas")


def read(client, part: str, query: str = "") -> dict:
    answer = client.get(f"{BASE}{part}/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_osdi_names(client, petition):
    Petition.objects.update(confirmed_count=7)
    found = client.get(f"{BASE}?language=tr").json()
    assert found["title"] == found["text"]["title"] == "wahlrecht (tr)"
    assert found["summary"] == "Kurz gesagt"
    assert found["total_signatures"] == 7
    assert found["identifiers"] == ["mitstimme:petition:wahlrecht"]
    assert found["origin_system"] == "Mitstimme"
    assert found["browser_url"].endswith("/tr/petitions/wahlrecht/")


def test_the_text_in_every_language_and_no_change_under_way(client, petition):
    PetitionTextFactory(petition=petition, version=2, title="Noch geheim")
    texts = read(client, "texts")["results"]
    assert [text["language"] for text in texts] == ["ar", "de", "en", "tr"]
    assert "geheim" not in str(texts)


def test_steps_in_the_order_of_their_days(client, petition):
    for day in (3, 1, 2):
        PetitionStepFactory(petition=petition, happened_on=date(2026, 5, day))
    days = [step["happened_on"] for step in read(client, "steps")["results"]]
    assert days == ["2026-05-01", "2026-05-02", "2026-05-03"]


def test_the_number_by_day_with_what_it_came_to(client, petition):
    for day, change in ((date(2026, 5, 3), -2), (date(2026, 5, 1), 5)):
        PetitionDay.objects.create(petition=petition, day=day, confirmed=change)
    found = read(client, "signatures-per-day")
    assert found["results"] == [
        {"day": "2026-05-01", "change": 5, "total": 5},
        {"day": "2026-05-03", "change": -2, "total": 3},
    ]


def test_areas_without_those_that_could_point_at_somebody(client, petition):
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    published(petition, at, Hörde=40, Eving=12, Mengede=2, Scharnhorst=3)
    found = read(client, "areas")
    assert datetime.fromisoformat(found["as_of"]) == at
    assert found["results"] == [
        {"area": "Hörde", "signatures": 40},
        {"area": "Eving", "signatures": 12},
    ]
    assert found["withheld"] == 5
    assert "Mengede" not in str(found)


def test_one_small_area_hides_behind_the_next(client, petition):
    published(petition, Hörde=40, Eving=12, Mengede=1)
    found = read(client, "areas")
    assert [area["area"] for area in found["results"]] == ["Hörde"]
    assert found["withheld"] == 13


def test_before_the_first_publication_nothing_is_told(client, petition):
    expected = {"petition": "wahlrecht", "as_of": None, "results": [], "withheld": 0}
    assert read(client, "areas") == expected


@pytest.mark.parametrize("part", PARTS)
def test_drafts_are_nobodys(client, petition, part):
    Petition.objects.update(state="draft")
    assert client.get(f"{BASE}{part}/").status_code == 404


@pytest.mark.parametrize("part", ["signatures-per-day", "areas"])
def test_switched_off_as_the_charts_are(client, petition, part):
    turn_off(parts.CHARTS)
    answer = client.get(f"{BASE}{part}/")
    assert (answer.status_code, answer.json()["code"]) == (503, "part_is_off")


@pytest.mark.parametrize("part", PARTS)
def test_as_many_queries_for_three_as_for_one(client, petition, part):
    def more(number: int) -> None:
        PetitionStepFactory(petition=petition)
        PetitionDay.objects.create(petition=petition, day=date(2026, 5, number), confirmed=1)

    more(1)
    one = queries_of(client, f"{BASE}{part}/")
    more(2)
    more(3)
    assert queries_of(client, f"{BASE}{part}/") == one <= 4


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"source": "plakat-7"}, "plakat-7"),
        ({"source": "ein ganzer <b>Satz</b>"}, ""),
        ({}, ""),
    ],
)
def test_the_signature_keeps_where_the_person_came_from(client, typed, sent, kept):
    wanted = typed | {"consent_signing": True, "referrer_data": sent}
    wanted |= {"text": int(typed["text"])}
    wanted.pop("source")
    answer = client.post(f"{BASE}signatures/", wanted, content_type="application/json")
    assert answer.status_code == 202
    assert stored().source == kept


def test_a_referrer_of_the_wrong_type(client, typed):
    for wrong in ("plakat", ["plakat"], {"source": {"a": 1}}):
        wanted = {"referrer_data": wrong}
        answer = client.post(f"{BASE}signatures/", wanted, content_type="application/json")
        assert answer.status_code == 422
        assert next(iter(answer.json()["errors"])).startswith("referrer_data")
