"""What fits comes first, with its reasons; what is in the way is said and never hidden."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Registration
from tests.events.factories import EventFactory
from tests.factories import CampaignFactory
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    VolunteerFactory,
)
from volunteers import services
from volunteers.models import RequirementLanguage, Shift, ShiftAsk, ShiftSignup, Slot

pytestmark = pytest.mark.django_db
State = ShiftSignup.State
BERLIN = ZoneInfo("Europe/Berlin")


def in_days(days: int, hours: int = 0) -> datetime:
    return timezone.now() + timedelta(days=days, hours=hours)


@pytest.fixture
def person():
    return VolunteerFactory(speaks={"ar": "2"}, districts=["Hörde"], slots=[])


def titles(found) -> list[int]:
    return [one.shift.pk for one in found]


@pytest.mark.parametrize(
    ("start", "slot"),
    [
        # By the clock in Dortmund, not by that of the database, on both sides of the change.
        (datetime(2026, 10, 24, 11, 59, tzinfo=BERLIN), Slot.WEEKEND_MORNING),
        (datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN), Slot.WEEKEND_AFTERNOON),
        (datetime(2026, 10, 26, 16, 59, tzinfo=BERLIN), Slot.WEEK_AFTERNOON),
        (datetime(2026, 10, 26, 17, 0, tzinfo=BERLIN), Slot.WEEK_EVENING),
        (datetime(2026, 7, 1, 11, 30, tzinfo=BERLIN), Slot.WEEK_MORNING),
        # Monday there, Sunday still by UTC.
        (datetime(2026, 7, 6, 0, 30, tzinfo=BERLIN), Slot.WEEK_MORNING),
    ],
)
def test_the_part_of_the_day_is_that_of_the_place(start, slot):
    shift = Shift(starts_at=start, ends_at=start + timedelta(hours=2))
    assert services.slot_of(shift) == slot


def test_what_fits_best_comes_first_and_what_clashes_last(person):
    plain = ShiftFactory(starts_at=in_days(2), needs=[{"languages": []}])
    near = ShiftFactory(starts_at=in_days(3), district="Hörde", needs=[{}])
    spoken = ShiftFactory(starts_at=in_days(4), needs=[{"languages": ["ar", "tr"]}])
    foreign = ShiftFactory(starts_at=in_days(5), needs=[{"languages": ["tr"]}])
    mine = ShiftFactory(starts_at=in_days(6))
    ShiftSignupFactory(shift=mine, volunteer=person)
    clashing = ShiftFactory(
        starts_at=in_days(6, 1), district="Hörde", needs=[{"languages": ["ar"]}]
    )
    full = ShiftFactory(starts_at=in_days(7), needs=[{"maximum": 1, "languages": ["ar"]}])
    ShiftSignupFactory(shift=full)
    found = services.shifts_for(person)
    assert titles(found) == [one.pk for one in (spoken, near, plain, full, foreign, clashing)]
    first, second, third, fourth, fifth, last = found
    assert [one.language for one in first.languages] == ["ar"]
    assert (second.is_near, second.group) == (True, "fits")
    assert (third.is_near, third.has_time, third.group) == (False, False, "open")
    assert (fourth.choices[0].is_waiting_list, fourth.group) == (True, "waiting")
    assert not fifth.can_take
    [clash] = last.clashes
    assert clash.shift == mine


def test_one_s_usual_time_counts(person):
    later, sooner = ShiftFactory(starts_at=in_days(9)), ShiftFactory(starts_at=in_days(3, 6))
    person.slots = [services.slot_of(later)]
    if services.slot_of(sooner) == services.slot_of(later):
        sooner.starts_at += timedelta(hours=6)
        sooner.ends_at += timedelta(hours=6)
        sooner.save()
    found = services.shifts_for(person)
    assert [(one.shift.pk, one.has_time) for one in found] == [
        (later.pk, True),
        (sooner.pk, False),
    ]


def test_german_is_told_and_counts_for_nothing(person):
    person.languages.create(language="de", level="3")
    german = ShiftFactory(starts_at=in_days(2), needs=[{"languages": ["de"], "minimum": 0}])
    arabic = ShiftFactory(starts_at=in_days(5), needs=[{"languages": ["ar"], "minimum": 0}])
    first, second = services.shifts_for(person)
    assert (first.shift, second.shift) == (arabic, german)
    assert [one.language for one in second.languages] == ["de"]
    assert second.group == "open"


def test_a_level_below_what_is_needed_is_not_spoken(person):
    shift = ShiftFactory(needs=[])
    requirement = RequirementFactory(shift=shift)
    RequirementLanguage.objects.create(requirement=requirement, language="ar", level="3")
    assert not services.shifts_for(person)[0].can_take


def test_a_free_place_that_somebody_waits_for_is_the_waiting_list(person):
    shift = ShiftFactory(needs=[{"maximum": 3}])
    ShiftSignupFactory(shift=shift, state=State.WAITING)
    assert services.shifts_for(person)[0].choices[0].is_waiting_list


def test_an_event_at_that_time_is_told_and_refuses_nothing(person):
    shift = ShiftFactory()
    event = EventFactory(
        slug="fest", starts_at=shift.starts_at, ends_at=shift.ends_at, entry="registration"
    )
    Registration.objects.create(
        event=event,
        person_key=person.pk,
        state="confirmed",
        has_place=True,
        name="Kim",
        email="kim@example.org",
        language="de",
    )
    (found,) = services.shifts_for(person)
    assert (found.event, found.can_take) == (event, True)


def test_only_what_can_be_taken_is_there(person):
    ShiftFactory(state="draft")
    ShiftFactory(state="cancelled")
    ShiftFactory(starts_at=timezone.now() - timedelta(hours=1))
    ShiftFactory(campaign=CampaignFactory(state="archived"))
    ShiftSignupFactory(volunteer=person)
    ShiftSignupFactory(
        volunteer=person, state=State.WAITING, shift=ShiftFactory(starts_at=in_days(8))
    )
    assert services.shifts_for(person) == []
    left = ShiftSignupFactory(
        volunteer=person, state=State.CANCELLED, shift=ShiftFactory(starts_at=in_days(12))
    )
    assert titles(services.shifts_for(person)) == [left.shift_id]


def test_narrowed_by_district_language_campaign_and_weekend(person):
    saturday = datetime(2031, 5, 3, 10, tzinfo=BERLIN)
    wanted = ShiftFactory(
        starts_at=saturday, district="Aplerbeck", needs=[{"languages": ["ar", "tr"]}]
    )
    ShiftFactory(starts_at=saturday + timedelta(days=2))

    def found(**words):
        return titles(services.shifts_for(person, services.Wanted(**words)))

    assert len(found()) == 2
    assert found(district="Aplerbeck") == [wanted.pk]
    assert found(language="tr") == [wanted.pk]
    assert found(campaign=wanted.campaign.slug) == [wanted.pk]
    assert found(weekend=True) == [wanted.pk]


def test_many_shifts_cost_as_many_queries_as_one(person):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            for one in services.shifts_for(person):
                assert one.shift.text
                assert one.shift.campaign.text
                assert all(clash.shift.text for clash in one.clashes)
        return len(asked)

    mine = ShiftSignupFactory(volunteer=person)
    ShiftFactory(starts_at=mine.shift.starts_at, needs=[{"languages": ["ar"]}])
    first = cost()
    ShiftFactory(starts_at=mine.shift.starts_at, needs=[{"languages": ["ar"]}, {}])
    ShiftFactory(starts_at=in_days(5), needs=[{"languages": ["tr"]}])
    assert cost() == first


# --- Standing in -------------------------------------------------------------


def test_who_looks_for_a_stand_in_is_shown_to_those_who_could(person):
    looking = ShiftSignupFactory(
        shift=ShiftFactory(needs=[{"maximum": 1, "languages": ["ar"]}]),
        stand_in_wanted_at=timezone.now(),
    )
    ShiftSignupFactory(
        shift=ShiftFactory(needs=[{"languages": ["tr"]}]), stand_in_wanted_at=timezone.now()
    )
    ShiftSignupFactory()
    (found,) = services.stand_ins_for(person)
    assert (found.wanted_by, found.choices[0].is_waiting_list) == (looking, False)
    # Not to whoever is somewhere else then, nor to the one who looks.
    ShiftSignupFactory(volunteer=person, shift=ShiftFactory(starts_at=looking.shift.starts_at))
    assert services.stand_ins_for(person) == []


# --- Whom a coordinator may ask ----------------------------------------------


def asked_for(shift, index: int = 0) -> list[str]:
    found = services.suitable_for(shift.requirements.all()[index])
    return [one.volunteer.name for one in found]


def test_those_who_agreed_speak_it_and_have_time_best_first():
    shift = ShiftFactory(needs=[{"languages": ["ar"]}], district="Hörde")

    def supporter(name, ways=("stall",), campaign=shift.campaign, **more):
        volunteer = VolunteerFactory(name=name, **{"speaks": {"ar": "2"}} | more)
        return SupporterFactory(campaign=campaign, volunteer=volunteer, ways=ways)

    supporter("gut")
    supporter("nah", districts=["Hörde"])
    supporter("fließend", speaks={"ar": "3"})
    supporter("zu wenig", speaks={"ar": "1"})
    supporter("anders", speaks={"tr": "3"})
    supporter("nur Neuigkeiten", ways=("news", "spread"))
    supporter("andere Kampagne", campaign=CampaignFactory())
    gone = supporter("ausgetreten")
    gone.state = "left"
    gone.save()
    busy = supporter("beschäftigt")
    ShiftSignupFactory(
        volunteer=services.suitable_for(shift.requirements.get())[
            0
        ].volunteer.__class__.objects.get(pk=busy.person_key),
        shift=ShiftFactory(starts_at=shift.starts_at),
    )
    assert asked_for(shift) == ["fließend", "nah", "gut"]


def test_whoever_is_on_the_shift_or_has_left_it_is_not_asked():
    shift = ShiftFactory()
    for state in (State.CONFIRMED, State.WAITING, State.CANCELLED, State.LAPSED):
        volunteer = VolunteerFactory(name=state)
        SupporterFactory(campaign=shift.campaign, volunteer=volunteer)
        ShiftSignupFactory(shift=shift, volunteer=volunteer, state=state)
    assert asked_for(shift) == [State.LAPSED]


def test_interpreting_asks_those_who_translate_and_other_work_does_not():
    shift = ShiftFactory(needs=[{"role": "interpreting"}, {"role": "talking"}])
    SupporterFactory(
        campaign=shift.campaign, ways=["translate"], volunteer=VolunteerFactory(name="übersetzt")
    )
    SupporterFactory(
        campaign=shift.campaign, ways=["doors"], volunteer=VolunteerFactory(name="an Türen")
    )
    assert asked_for(shift, 0) == ["übersetzt"]
    assert asked_for(shift, 1) == ["an Türen"]


def test_whoever_was_asked_stands_last():
    shift = ShiftFactory()
    for name in ("erste", "zweite"):
        SupporterFactory(campaign=shift.campaign, volunteer=VolunteerFactory(name=name))
    requirement = shift.requirements.get()
    first = services.suitable_for(requirement)[0]
    ShiftAsk.objects.create(
        shift=shift, requirement=requirement, person_key=first.volunteer.person_key
    )
    assert asked_for(shift) == ["zweite", "erste"]


def test_suggestions_for_many_cost_as_many_queries_as_for_one():
    shift = ShiftFactory(needs=[{"languages": ["ar"]}])

    def cost() -> int:
        requirements = list(shift.requirements.model.objects.all())
        with CaptureQueriesContext(connection) as asked:
            found = services.suitable_for_each(requirements)
            assert all(found.values())
        return len(asked)

    SupporterFactory(campaign=shift.campaign, volunteer=VolunteerFactory(speaks={"ar": "2"}))
    first = cost()
    for _ in range(2):
        SupporterFactory(campaign=shift.campaign, volunteer=VolunteerFactory(speaks={"ar": "2"}))
        ShiftFactory(campaign=shift.campaign, starts_at=in_days(9), needs=[{}, {}])
    assert cost() == first
