"""Lanes: never more turns at once than there are lanes."""

import pytest

from campaigns.services.mailing import lanes
from jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_lanes(settings):
    settings.NEWS_LANES = 2


def turns_waiting() -> list[tuple[int, int]]:
    jobs = Job.objects.unfinished().filter(kind=lanes.KIND)
    return sorted((job.payload["lane"], job.payload["turn"]) for job in jobs)


def test_every_lane_that_rests_begins_once():
    lanes.wake()
    lanes.wake()
    assert turns_waiting() == [(0, 0), (1, 0)]


def test_a_lane_in_its_second_turn_gets_no_other_beside_it():
    lanes.go_on(0, 0)
    lanes.wake()
    assert turns_waiting() == [(0, 1), (1, 0)]
