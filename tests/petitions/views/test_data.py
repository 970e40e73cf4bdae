"""A petition's numbers as files: exact, of everybody together, and nobody's in particular."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.context import forget_instance
from petitions import services
from petitions.models import Petition, PetitionDay
from petitions.services import tally
from tests.factories import PetitionFactory
from tests.organising import queries_of
from tests.petitions.published import published
from tests.web.test_table_files import csv_rows

pytestmark = pytest.mark.django_db
PAGE = "/de/petitions/wahlrecht/data/"
PER_DAY, DISTRICTS = f"{PAGE}signatures-per-day", f"{PAGE}signatures-per-district"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def rows(client, path: str) -> list[dict]:
    """The rows of the JSON; the CSV says the very same."""
    found = client.get(f"{path}.json")
    assert found.status_code == 200
    told = json.loads(found.content)["rows"]
    file = client.get(f"{path}.csv").content
    records = csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";")
    assert [{name: str(value) for name, value in row.items()} for row in told] == [
        {name: value for name, value in row.items() if name != "licence"} for row in records
    ]
    return told


def per_day(client) -> list[tuple[str, int, int]]:
    return [tuple(row.values()) for row in rows(client, PER_DAY)]


class TestPerDay:
    @time_machine.travel(datetime(2026, 11, 5, 12, tzinfo=UTC))
    def test_each_day_with_its_sum_up_to_today(self, client, petition):
        for day, number in ((1, 3), (3, -1)):
            PetitionDay.objects.create(
                petition=petition, day=date(2026, 11, day), confirmed=number
            )
        assert per_day(client) == [
            ("2026-11-01", 3, 3),
            ("2026-11-02", 0, 3),
            ("2026-11-03", -1, 2),
            ("2026-11-04", 0, 2),
            ("2026-11-05", 0, 2),
        ]
        Petition.objects.update(state="closed")
        assert per_day(client)[-1] == ("2026-11-03", -1, 2)

    @pytest.mark.parametrize(
        ("moments", "days"),
        [
            # The night in which the clocks go back: one day of twenty-five hours.
            (
                ["2026-10-24T21:59", "2026-10-24T22:00", "2026-10-25T00:30", "2026-10-25T01:30",
                 "2026-10-25T22:59", "2026-10-25T23:00"],
                {"2026-10-24": 1, "2026-10-25": 4, "2026-10-26": 1},
            ),
            # And forward: one of twenty-three.
            (
                ["2026-03-28T22:59", "2026-03-28T23:00", "2026-03-29T00:59", "2026-03-29T01:00",
                 "2026-03-29T21:59", "2026-03-29T22:00"],
                {"2026-03-28": 1, "2026-03-29": 4, "2026-03-30": 1},
            ),
        ],
    )  # fmt: skip
    def test_a_day_is_one_in_dortmund(self, client, petition, moments, days):
        for moment in moments:
            tally.enter(petition.pk, 1, datetime.fromisoformat(f"{moment}+00:00"))
        services.fold()
        with time_machine.travel(f"{max(days)}T12:00+00:00"):
            told = per_day(client)
        assert {day: new for day, new, _ in told} == days
        assert told[-1][2] == 6

    def test_who_withdraws_is_taken_out_where_it_happened(self, client, confirmed):
        services.withdraw(confirmed)
        services.fold()
        confirmed.petition.refresh_from_db()
        assert per_day(client)[-1][2] == confirmed.petition.confirmed_count == 0

    def test_nothing_is_told_before_anybody_confirmed(self, client, signed):
        assert rows(client, PER_DAY) == []


class TestDistricts:
    @pytest.fixture(autouse=True)
    def _on_a_day(self):
        with time_machine.travel(datetime(2026, 11, 5, 12, tzinfo=UTC)):
            yield

    def test_small_ones_are_told_together(self, client, petition):
        published(petition, Eving=12, Hörde=7, Mengede=3, Scharnhorst=4)
        assert rows(client, DISTRICTS) == [
            {"district": "Eving", "confirmed": 12, "as_of": "2026-11-05"},
            {"district": "Hörde", "confirmed": 7, "as_of": "2026-11-05"},
            {"district": "withheld", "confirmed": 7, "as_of": "2026-11-05"},
        ]
        page = client.get(PAGE).text
        assert "Mengede" not in page
        assert "Eving" in page
        assert "Zu wenige" in page
        assert "Stand: 5. November 2026" in page

    def test_the_day_they_are_of_is_one_in_dortmund(self, client, petition):
        published(petition, at=datetime(2026, 11, 4, 23, 30, tzinfo=UTC), Eving=12)
        assert rows(client, DISTRICTS)[0]["as_of"] == "2026-11-05"
        assert "Stand: 5. November 2026" in client.get(PAGE).text

    def test_one_alone_takes_the_next_along(self, client, petition):
        published(petition, Eving=12, Hörde=7, Mengede=3)
        assert rows(client, DISTRICTS) == [
            {"district": "Eving", "confirmed": 12, "as_of": "2026-11-05"},
            {"district": "withheld", "confirmed": 10, "as_of": "2026-11-05"},
        ]

    def test_elsewhere_is_no_district(self, client, petition):
        published(petition, **{"": 9})
        assert rows(client, DISTRICTS) == [
            {"district": "elsewhere", "confirmed": 9, "as_of": "2026-11-05"}
        ]
        assert "Anderswo" in client.get(PAGE).text


class TestFiles:
    def test_they_name_their_licence(self, client, petition):
        published(petition, at=datetime(2026, 11, 5, 12, tzinfo=UTC), Eving=12)
        licence = "https://creativecommons.org/licenses/by/4.0/"
        for kind in ("csv", "json"):
            answer = client.get(f"{DISTRICTS}.{kind}")
            assert answer["Link"] == f'<{licence}>; rel="license"'
            assert answer["Access-Control-Allow-Origin"] == "*"
        table = csv_rows(client.get(f"{DISTRICTS}.csv").content)
        assert table == [
            ["district", "confirmed", "as_of", "licence"],
            ["Eving", "12", "2026-11-05", "CC BY 4.0"],
        ]
        found = client.get(f"{DISTRICTS}.json").json()
        assert found["licence"] == {"name": "CC BY 4.0", "url": licence}
        assert set(found["fields"]) == {"district", "confirmed", "as_of"}
        assert found["source"].endswith(PAGE)

    def test_or_whatever_the_site_has_chosen(self, client, petition, settings):
        settings.OPEN_DATA_LICENCE = "dl-de/zero-2-0"
        settings.OPEN_DATA_LICENCE_URL = "https://www.govdata.de/dl-de/zero-2-0"
        assert client.get(f"{PER_DAY}.json").json()["licence"]["name"] == "dl-de/zero-2-0"
        assert 'href="https://www.govdata.de/dl-de/zero-2-0"' in client.get(PAGE).text

    def test_they_are_kept_for_everybody_and_not_sent_twice(self, client, petition):
        for path in (PAGE, f"{PER_DAY}.csv", f"{PER_DAY}.json"):
            first = client.get(path)
            assert first["Cache-Control"] == "public, max-age=60"
            assert not first.cookies
            again = client.get(path, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize(
        "path",
        [f"{PAGE}signatures.csv", f"{PER_DAY}.xlsx", "/de/petitions/entwurf/data/",
         "/de/petitions/entwurf/data/signatures-per-day.csv"],
    )  # fmt: skip
    def test_nothing_else_is_there(self, client, petition, path):
        PetitionFactory(slug="entwurf", state="draft")
        assert client.get(path).status_code == 404


class TestPage:
    def test_catalogues_read_what_there_is(self, client, petition):
        page = client.get("/tr/petitions/wahlrecht/data/").text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
        data = json.loads(found.group(1))
        assert data["@type"] == ["Dataset", "dcat:Dataset"]
        assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert data["inLanguage"] == "tr"
        for one in data["distribution"]:
            path = one["contentUrl"].removeprefix("http://127.0.0.1:8000")
            assert client.get(path)["Content-Type"].startswith(one["encodingFormat"])
        assert len(data["distribution"]) == 4

    def test_the_petitions_figures_lead_to_it(self, client, petition):
        assert f'href="{PAGE}"' in client.get("/de/petitions/wahlrecht/").text

    @pytest.mark.parametrize("path", [PAGE, f"{PER_DAY}.csv", f"{DISTRICTS}.json"])
    def test_no_signature_is_published(self, confirmed, path):
        forget_instance()
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(path).status_code == 200
        assert not [one["sql"] for one in asked if '"petitions_signature"' in one["sql"]]

    def test_it_costs_the_same_with_more_days_and_districts(self, petition):
        def fill(number: int) -> None:
            PetitionDay.objects.create(petition=petition, day=date(2026, 1, number))
            published(petition, **{f"Bezirk{number}": 9})

        fill(1)
        one = queries_of(Client(), PAGE)
        fill(2)
        fill(3)
        assert queries_of(Client(), PAGE) == one


def test_an_invalidated_one_leaves_the_day_it_came(client, confirmed):
    day = per_day(client)[0][0]
    services.invalidate(confirmed.petition, [confirmed.pk], "machine", actor="system")
    services.fold()
    assert per_day(client) == [(day, 0, 0)]


def test_two_petitions_are_told_apart(client, confirmed):
    published(PetitionFactory(slug="anders"), Eving=20)
    assert rows(client, DISTRICTS) == []
    assert rows(client, "/de/petitions/anders/data/signatures-per-district") != []
