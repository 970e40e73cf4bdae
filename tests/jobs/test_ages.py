"""How long people wait: as exact as its lengths are, however often it is counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from jobs import ages, registry, services
from jobs.models import Job, JobAge
from jobs.registry import HANDLERS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def timed():
    @registry.handler("test.letter", is_timed=True)
    def letter(payload: dict) -> None: ...

    yield
    del HANDLERS["test.letter"]


def done(finished_at: datetime, *seconds: float, kind: str = "test.letter", state="done") -> None:
    Job.objects.bulk_create(
        Job(
            kind=kind,
            state=state,
            finished_at=finished_at,
            wanted_at=finished_at - timedelta(seconds=age),
        )
        for age in seconds
    )


def counted() -> dict[int, int]:
    ages.count_ages()
    return dict(JobAge.objects.order_by("at_most").values_list("at_most", "number"))


@time_machine.travel(NOON)
def test_each_has_the_next_length_it_stays_within():
    done(NOON, 0, 0.4, 1, 1.01, 12, 3600, 3601, 10**7)
    assert counted() == {1: 3, 2: 1, 15: 1, 3600: 1, 7200: 1, 604800: 1}


@time_machine.travel(NOON)
def test_twice_is_once_and_what_came_meanwhile_is_added():
    done(NOON, 3, 3)
    assert counted() == counted() == {3: 2}
    done(NOON, 3, 9)
    assert counted() == {3: 3, 10: 1}


@time_machine.travel(NOON)
def test_only_what_is_measured_and_done():
    done(NOON, 3, kind="test.other")
    done(NOON, 3, state="failed")
    assert counted() == {}


@time_machine.travel(NOON)
def test_what_is_wrong_is_put_right():
    done(NOON, 3)
    JobAge.objects.create(kind="test.letter", day=NOON.date(), at_most=3, number=9)
    JobAge.objects.create(kind="test.letter", day=NOON.date(), at_most=60, number=9)
    assert counted() == {3: 1}


def test_a_day_grows_until_the_next_and_stays_when_its_jobs_are_gone():
    for passed in range(9):
        with time_machine.travel(NOON + timedelta(days=passed)):
            now = timezone.now()
            done(now, 3)
            ages.count_ages()
            # After the last count of its day.
            done(now + timedelta(hours=9), 3)
    with time_machine.travel(NOON + timedelta(days=9, hours=6)):
        services.forget_finished()
        ages.count_ages()
    numbers = JobAge.objects.order_by("day").values_list("number", flat=True)
    assert list(numbers) == [2] * 9


def test_days_of_a_week_without_a_count_are_made_up_for():
    for passed in range(4):
        done(NOON + timedelta(days=passed), 3)
    with time_machine.travel(NOON + timedelta(days=4)):
        ages.count_ages()
    assert JobAge.objects.count() == 4


def test_a_day_is_one_in_dortmund_also_when_the_clocks_go_back():
    for moment in ("2026-10-24T21:59", "2026-10-24T22:00", "2026-10-25T22:59", "2026-10-25T23:00"):
        done(datetime.fromisoformat(f"{moment}+00:00"), 3)
    with time_machine.travel(datetime(2026, 10, 26, 12, tzinfo=UTC)):
        ages.count_ages()
        told = {
            one.day.isoformat(): one.number for one in ages.ages_by_day("test.letter", date.min)
        }
    assert told == {"2026-10-24": 1, "2026-10-25": 2, "2026-10-26": 1}


@pytest.mark.parametrize(
    ("found", "half", "nearly_all"),
    [
        ({5: 1}, 5, 5),
        ({1: 1, 60: 1}, 1, 60),
        ({1: 19, 60: 1}, 1, 1),
        ({1: 18, 60: 2}, 1, 60),
        ({1: 94, 2: 1, 7200: 5}, 1, 2),
    ],
)
def test_half_and_nearly_all(found, half, nearly_all):
    assert (ages.within(found, 50), ages.within(found, 95)) == (half, nearly_all)


def test_one_query_for_all_days(django_assert_num_queries):
    for number in range(3):
        day = NOON.date() + timedelta(days=number)
        JobAge.objects.create(kind="test.letter", day=day, at_most=3, number=9)
    with django_assert_num_queries(1):
        told = ages.ages_by_day("test.letter", NOON.date() + timedelta(days=1))
    assert [(one.number, one.median, one.most) for one in told] == [(9, 3, 3)] * 2
