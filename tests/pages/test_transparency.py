"""How the site works, in numbers: what was written down is told, and no more is claimed."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs.models import JobAge, PartHour
from pages.context import forget_instance
from pages.demo.transparency import load_figures
from pages.works import CONFIRMATION_MAIL, works
from petitions.models import DeedDay, PetitionDay
from tests.factories import PetitionFactory
from tests.organising import queries_of

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 12, 30, tzinfo=BERLIN)
PAGE = "/de/transparency/"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def hour(moment: datetime, up: int, down: int = 0, part: str = "web") -> None:
    PartHour.objects.create(part=part, starts_at=moment, up=up, down=down)


def fill(number: int = 1) -> None:
    for passed in range(number):
        day = date(2026, 11, 10) + timedelta(days=passed)
        DeedDay.objects.create(day=day, deed="confirmed", number=40)
        DeedDay.objects.create(day=day, deed="invalidated", reason="machine", number=9)
        before = day.replace(month=10 - passed)
        DeedDay.objects.create(day=before, deed="invalidated", reason="twice", number=7)
        JobAge.objects.create(kind=CONFIRMATION_MAIL, day=day, at_most=2, number=9)
        JobAge.objects.create(kind=CONFIRMATION_MAIL, day=day, at_most=120, number=1)
        hour(NOW - timedelta(days=passed, minutes=30), 29, 1)


def rows() -> list[list]:
    """The rows of the JSON; the CSV says the very same."""
    told = [list(row.values()) for row in Client().get(f"{PAGE}data.json").json()["rows"]]
    file = Client().get(f"{PAGE}data.csv").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(file, newline=""), delimiter=";"))[1:]
    assert [row[:-1] for row in table] == [[str(value) for value in row] for row in told]
    return told


class TestWorks:
    def told(self, part: str = "web"):
        return next(one for one in works(NOW) if one.part == part)

    def test_the_last_day_and_each_month(self):
        hour(datetime(2026, 10, 31, 22, tzinfo=BERLIN), 60)
        hour(datetime(2026, 10, 31, 23, tzinfo=BERLIN), 45, 15)
        hour(datetime(2026, 11, 20, 11, tzinfo=BERLIN), 50, 10)
        hour(datetime(2026, 11, 20, 12, tzinfo=BERLIN), 31)
        told = self.told()
        assert [first.isoformat() for first in told.months] == ["2026-11-01", "2026-10-01"]
        october = told.months[date(2026, 10, 1)]
        assert (october.up, october.down, october.unknown) == (105, 15, 0)
        assert (october.percent, october.looked_at) == (87.5, 100)
        november = told.months[date(2026, 11, 1)]
        minutes_so_far = (19 * 24 + 12) * 60 + 30
        assert (november.up, november.down) == (81, 10)
        assert november.unknown == minutes_so_far - 91
        assert len(told.hours) == 24
        assert told.hours[-1].starts_at == datetime(2026, 11, 20, 12, tzinfo=BERLIN)
        assert (told.last_day.up, told.last_day.down) == (81, 10)
        assert told.last_day.unknown == 22 * 60

    def test_what_was_never_looked_at_is_not_up(self):
        hour(datetime(2026, 11, 20, 11, tzinfo=BERLIN), 60)
        assert self.told("mail").last_day.percent is None
        page = Client().get(PAGE).text
        assert "nicht gemessen" in page

    def test_nothing_is_missing_from_before_the_first_look(self):
        hour(datetime(2026, 11, 20, 12, tzinfo=BERLIN), 30)
        told = self.told()
        assert told.last_day.unknown == 0
        assert told.months[date(2026, 11, 1)].unknown == 0

    def test_a_hundred_percent_only_without_an_outage(self):
        hour(datetime(2026, 11, 1, tzinfo=BERLIN), 32_000, 1)
        assert self.told().months[date(2026, 11, 1)].percent == 99.99

    @pytest.mark.parametrize(
        ("month", "minutes"), [(3, (31 * 24 - 1) * 60), (4, 30 * 1440), (10, (31 * 24 + 1) * 60)]
    )
    def test_a_month_has_the_minutes_it_has(self, month, minutes):
        hour(datetime(2026, 1, 1, tzinfo=BERLIN), 60)
        hour(datetime(2026, month, 10, tzinfo=BERLIN), 60)
        told = self.told().months[date(2026, month, 1)]
        assert told.up + told.unknown == minutes

    def test_the_day_of_twenty_five_hours(self):
        begins = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight in Dortmund
        for passed in range(25):
            hour(begins + timedelta(hours=passed), 60)
        with time_machine.travel(begins + timedelta(hours=25), tick=False):
            told = next(one for one in works(begins + timedelta(hours=25)) if one.part == "web")
        october = told.months[date(2026, 10, 1)]
        assert (october.up, october.unknown) == (1500, 0)


class TestPage:
    @pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
    def test_anybody_sees_it_before_anything_happened_and_after(self, language):
        path = PAGE.replace("de", language)
        assert Client().get(path).status_code == 200
        fill(3)
        page = Client().get(path)
        assert page.status_code == 200
        assert not page.cookies
        assert page["Cache-Control"] == "public, max-age=60"

    def test_it_says_what_is_known(self):
        fill()
        page = Client().get(PAGE).text
        for words in ("<td>40</td>", "<td>9</td>", "2 Sekunden", "2 Minuten", "96,66&nbsp;%"):
            assert words in page, words
        assert "Von derselben Person mehrmals" in page
        # Of the month that goes on, reasons would point at whoever was taken out last.
        assert "von einem Programm geschickt" not in page

    def test_reasons_by_month_with_small_ones_together(self):
        for month, numbers in ((9, (30, 3, 4)), (10, (12, 6, 0))):
            for reason, number in zip(("machine", "twice", "no_person"), numbers, strict=True):
                DeedDay.objects.create(
                    day=date(2026, month, 1), deed="invalidated", reason=reason, number=number
                )
        told = [row for row in rows() if row[0] == "invalidated"]
        assert told == [
            ["invalidated", "2026-09", "machine", "number", 30],
            ["invalidated", "2026-09", "withheld", "number", 7],
            ["invalidated", "2026-10", "machine", "number", 12],
            ["invalidated", "2026-10", "twice", "number", 6],
            ["invalidated", "all", "machine", "number", 42],
            ["invalidated", "all", "twice", "number", 6],
            ["invalidated", "all", "withheld", "number", 7],
        ]
        page = " ".join(Client().get(PAGE).text.split())
        row = '<tr> <th scope="row">{}</th> <td>{}</td><td>{}</td> <td>{}</td> <td>{}</td> </tr>'
        assert row.format("September 2026", 30, "–", 7, 37) in page
        assert row.format("Oktober 2026", 12, 6, "–", 18) in page

    def test_as_many_queries_for_three_as_for_one_and_none_over_signatures(self):
        fill()
        one = queries_of(Client(), PAGE)
        DeedDay.objects.all().delete()
        JobAge.objects.all().delete()
        PartHour.objects.all().delete()
        fill(3)
        forget_instance()
        with CaptureQueriesContext(connection) as asked:
            Client().get(PAGE)
        assert len(asked) == one
        assert not [sql for sql in asked if '"petitions_signature"' in sql["sql"]]

    def test_the_footer_and_the_sitemap_lead_to_it(self):
        assert f'href="{PAGE}"' in Client().get("/de/about/imprint/").text
        assert f"{PAGE}</loc>" in Client().get("/sitemap.xml").text

    def test_catalogues_read_it(self):
        found = re.search(
            r'<script type="application/ld\+json">(.*?)</script>', Client().get(PAGE).text
        )
        told = json.loads(found.group(1))
        assert [one["contentUrl"].rpartition("/")[2] for one in told["distribution"]] == [
            "data.csv", "data.json"
        ]  # fmt: skip


class TestFiles:
    def test_the_same_numbers(self):
        fill()
        told = rows()
        for row in (
            ["signatures", "2026-11", "confirmed", "number", 40],
            ["signatures", "2026-11", "withdrawn", "number", 0],
            ["signatures", "2026-11", "invalidated", "number", 9],
            ["invalidated", "2026-10", "twice", "number", 7],
            ["invalidated", "all", "twice", "number", 7],
            ["mail", "2026-11-10", "confirmation", "number", 10],
            ["mail", "2026-11-10", "confirmation", "median_seconds", 2],
            ["mail", "2026-11-10", "confirmation", "within_95_seconds", 120],
            ["uptime", "2026-11", "web", "up", 29],
            ["uptime", "2026-11", "web", "down", 1],
            ["uptime_hour", "2026-11-20T11:00Z", "web", "down", 1],
        ):
            assert row in told, row

    def test_no_other_kind(self):
        assert Client().get(f"{PAGE}data.xlsx").status_code == 404
        assert Client().post(PAGE).status_code == 405


class TestDemo:
    def test_it_has_a_past_that_no_hour_contradicts(self):
        today = NOW.date()
        petition = PetitionFactory()
        for passed in range(40):
            PetitionDay.objects.create(
                petition=petition, day=today - timedelta(days=passed), confirmed=20
            )
        load_figures(today)
        hours = list(PartHour.objects.filter(part="web").order_by("starts_at"))
        assert {one.up + one.down for one in hours} == {60}
        assert hours[-1].starts_at == datetime(2026, 11, 20, 11, tzinfo=BERLIN)
        # The clocks went back meanwhile.
        assert (hours[-1].starts_at - hours[0].starts_at).total_seconds() == 3600 * (
            len(hours) - 1
        )
        told = {(row[0], row[2]): row[4] for row in rows()}
        assert told["signatures", "withdrawn"] > 0
        assert told["invalidated", "machine"] > 0
        assert ("mail", "confirmation") in told

    def test_loaded_again_it_stays(self):
        load_figures(NOW.date())
        before = PartHour.objects.count(), DeedDay.objects.count()
        load_figures(NOW.date() + timedelta(days=9))
        assert (PartHour.objects.count(), DeedDay.objects.count()) == before
