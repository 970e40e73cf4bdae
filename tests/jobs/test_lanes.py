"""Lanes: never more turns at once than there are lanes."""

import pytest

from campaigns.services.mailing.lanes import NEWS
from jobs.models import Job
from webhooks.services.lanes import WEBHOOKS

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[NEWS, WEBHOOKS], ids=["news", "webhooks"])
def lanes(request, settings):
    settings.NEWS_LANES = settings.WEBHOOK_LANES = 2
    return request.param


def turns_waiting(lanes) -> list[tuple[int, int]]:
    jobs = Job.objects.unfinished().filter(kind=lanes.kind, queue=lanes.queue)
    return sorted((job.payload["lane"], job.payload["turn"]) for job in jobs)


def test_every_lane_that_rests_begins_once(lanes):
    lanes.wake()
    lanes.wake()
    assert turns_waiting(lanes) == [(0, 0), (1, 0)]


def test_a_lane_in_its_second_turn_gets_no_other_beside_it(lanes):
    lanes.go_on(0, 0)
    lanes.wake()
    assert turns_waiting(lanes) == [(0, 1), (1, 0)]
