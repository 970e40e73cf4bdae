"""What is counted: needed and filled, hours, people, languages; and what is withheld."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign
from privacy.services import erase
from tests.factories import CampaignFactory
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    TaskClaimFactory,
    TaskFactory,
    VolunteerFactory,
)
from volunteers.models import Shift, ShiftSignup
from volunteers.services.figures import help_figures

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday.
NOW = datetime(2027, 5, 19, 12, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign():
    return CampaignFactory()


def at(*words: int) -> datetime:
    return datetime(*words, tzinfo=BERLIN)


def figures(sees_people: bool = True):
    return help_figures(Campaign.objects.all(), sees_people=sees_people)


def came(campaign, starts_at, minutes=None, **words) -> ShiftSignup:
    shift = ShiftFactory(campaign=campaign, starts_at=starts_at)
    approved = {"minutes": minutes, "approved_at": starts_at} if minutes else {}
    return ShiftSignupFactory(shift=shift, presence="came", **approved, **words)


def test_too_many_at_one_shift_fill_no_gap_of_another(campaign):
    crowded = ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 22, 10), needs=[])
    RequirementFactory(shift=crowded, minimum=2, maximum=5, taken=5)
    empty = ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 23, 23, 30), needs=[])
    RequirementFactory(shift=empty, minimum=3, maximum=3, taken=1)
    week = next(week for week in figures().weeks if week.first == date(2027, 5, 17))
    assert (week.needed, week.filled, week.shifts) == (5, 3, 2)


def test_a_week_ends_on_sunday_by_the_clock_of_the_city(campaign):
    ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 24, 0, 30))
    by_week = {week.first: week.shifts for week in figures().weeks}
    assert (by_week[date(2027, 5, 17)], by_week[date(2027, 5, 24)]) == (0, 1)


def test_drafts_and_cancelled_shifts_need_nobody(campaign):
    for state in (Shift.State.DRAFT, Shift.State.CANCELLED):
        ShiftFactory(campaign=campaign, state=state)
    assert not any(week.needed for week in figures().weeks)


def test_weeks_follow_one_another_and_this_one_counts_as_coming(campaign):
    ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 12, 10))
    ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 21, 10))
    found = figures()
    firsts = [week.first for week in found.weeks]
    assert len(firsts) == 21
    assert {after - before for before, after in pairwise(firsts)} == {timedelta(weeks=1)}
    assert found.ahead.shifts == 1


def test_hours_are_those_approved_with_tasks_and_what_erased_people_did(campaign):
    came(campaign, at(2027, 4, 10, 10), minutes=240)
    came(campaign, at(2027, 4, 11, 10))  # not approved
    ShiftFactory(campaign=campaign, starts_at=at(2027, 4, 12, 10), erased_minutes=90)
    task = TaskFactory(campaign=campaign, maximum=2)
    TaskClaimFactory(task=task, state="approved", minutes=30, decided_at=at(2027, 4, 30, 23, 30))
    TaskClaimFactory(task=task, state="handed_in", minutes=None)
    by_month = {month.first: month for month in figures().months}
    april = by_month[date(2027, 4, 1)]
    assert (april.shift_minutes, april.task_minutes, april.minutes) == (330, 30, 360)
    assert figures().minutes == 360


def test_what_was_done_of_a_task_stays_in_its_month_when_the_person_is_erased(campaign):
    task = TaskFactory(campaign=campaign, maximum=5)
    for day, minutes in ((4, 30), (4, 15), (3, 50)):
        claim = TaskClaimFactory(
            task=task, state="approved", minutes=minutes, decided_at=at(2027, day, 30, 23, 30)
        )
        erase(claim.person_key)
    TaskClaimFactory(task=task, state="approved", minutes=7, decided_at=at(2027, 4, 2, 10))
    by_month = {month.first: month.task_minutes for month in figures().months}
    assert (by_month[date(2027, 3, 1)], by_month[date(2027, 4, 1)]) == (50, 52)
    assert figures().minutes == 102


def test_hours_of_long_ago_are_in_the_sum_and_not_in_the_course(campaign):
    came(campaign, at(2025, 4, 10, 10), minutes=60)
    found = figures()
    assert found.minutes == 60
    assert not any(month.minutes for month in found.months)
    assert [found.months[0].first, found.months[-1].first] == [date(2026, 6, 1), date(2027, 5, 1)]


def test_people_are_new_once_and_return_after_that(campaign):
    person = VolunteerFactory()
    came(campaign, at(2027, 3, 6, 10), volunteer=person)
    came(campaign, at(2027, 4, 3, 10), volunteer=person)
    came(campaign, at(2027, 4, 10, 10), volunteer=person)
    came(campaign, at(2027, 4, 17, 10))
    by_month = {month.first: (month.new, month.returning) for month in figures().months}
    assert by_month[date(2027, 3, 1)] == (1, 0)
    assert by_month[date(2027, 4, 1)] == (1, 1)


def test_whoever_did_a_task_helped_too(campaign):
    person = VolunteerFactory()
    came(campaign, at(2027, 4, 3, 10), volunteer=person)
    task = TaskFactory(campaign=campaign, maximum=1)
    TaskClaimFactory(
        task=task, volunteer=person, state="approved", minutes=5, decided_at=at(2027, 4, 9, 10)
    )
    april = next(month for month in figures().months if month.first == date(2027, 4, 1))
    assert (april.new, april.returning) == (1, 0)


def test_whoever_did_not_come_or_comes_later_did_not_help(campaign):
    past = ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 5, 10))
    ShiftSignupFactory(shift=past, presence="no_show")
    ShiftSignupFactory(shift=past, state="cancelled")
    ShiftSignupFactory(shift=ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 20, 10)))
    assert not any(month.people for month in figures().months)


def test_languages_are_needed_missing_and_spoken(campaign):
    shift = ShiftFactory(campaign=campaign, starts_at=at(2027, 6, 1, 10), needs=[])
    RequirementFactory(shift=shift, minimum=2, languages=("ar",))
    RequirementFactory(shift=shift, minimum=1, taken=3, languages=("ar", "de"))
    TaskFactory(campaign=campaign, language="tr", maximum=2)
    SupporterFactory(campaign=campaign, volunteer=VolunteerFactory(speaks={"ar": "3", "tr": "1"}))
    ShiftSignupFactory(shift=shift, volunteer=VolunteerFactory(speaks={"ku": "2", "ar": "2"}))
    found = {one.language: (one.needed, one.missing, one.speakers) for one in figures().languages}
    assert found == {"ar": (3, 1, 2), "tr": (2, 2, 0), "ku": (0, 0, 1)}


def test_past_shifts_need_no_language_any_more(campaign):
    shift = ShiftFactory(campaign=campaign, starts_at=at(2027, 5, 1, 10), needs=[])
    RequirementFactory(shift=shift, languages=("ar",))
    assert figures().languages == []


def test_few_speakers_are_withheld_and_their_language_is_not_named(campaign):
    for language, number in (("ar", 6), ("tr", 7), ("pl", 3), ("ru", 3)):
        for _ in range(number):
            person = VolunteerFactory(speaks={language: "3"})
            SupporterFactory(campaign=campaign, volunteer=person)
    TaskFactory(campaign=campaign, language="pl", maximum=1)
    TaskFactory(campaign=campaign, language="el", maximum=1)
    told = {one.language: one.speakers for one in figures(sees_people=False).languages}
    assert told == {"ar": 6, "tr": 7, "pl": None, "el": None}
    assert {one.language for one in figures().languages} == {"ar", "tr", "pl", "ru", "el"}


def test_nothing_of_other_campaigns_is_counted(campaign):
    other = CampaignFactory()
    came(other, at(2027, 4, 3, 10), minutes=60)
    ShiftFactory(campaign=other)
    TaskFactory(campaign=other, language="tr")
    SupporterFactory(campaign=other, volunteer=VolunteerFactory(speaks={"ar": "3"}))
    found = help_figures(Campaign.objects.filter(pk=campaign.pk), sees_people=True)
    assert found.minutes == 0
    assert found.languages == []
    assert not any(week.needed for week in found.weeks)
    assert not any(month.people for month in found.months)


def test_it_takes_ten_queries_however_much_there_is(campaign):
    for number in (0, 3):
        for _ in range(number):
            came(campaign, at(2027, 4, 3, 10), minutes=60)
            TaskClaimFactory(task__campaign=campaign, state="approved", minutes=5)
            SupporterFactory(campaign=campaign, volunteer=VolunteerFactory(speaks={"ar": "3"}))
        with CaptureQueriesContext(connection) as asked:
            figures()
        assert len(asked) == 10
