"""Shifts are made, changed and moved; whoever is on them is told once, and never surprised."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from privacy.models import AuditEntry
from tests.factories import CampaignFactory
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    VolunteerFactory,
)
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftSignup

State = Shift.State
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


def told(shift) -> list[str]:
    jobs = Job.objects.filter(kind="volunteers.tell", payload__shift=shift.pk)
    return sorted(job.key for job in jobs if job.key)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def later(shift, hours=24):
    by = timedelta(hours=hours)
    return shift.starts_at + by, shift.ends_at + by


def test_a_shift_begins_as_a_draft_with_what_it_needs(actor):
    starts_at = timezone.now() + timedelta(days=3)
    shift = services.create_shift(
        CampaignFactory(),
        "Stand am Markt",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        needs=[services.Need("interpreting", 1, 2, {"ar": "2", "tr": "3"})],
        place="am Markt",
        actor=actor,
    )
    requirement = shift.requirements.get()
    assert (shift.state, str(shift), shift.place) == (State.DRAFT, "Stand am Markt", "am Markt")
    assert (requirement.minimum, requirement.maximum, requirement.taken) == (1, 2, 0)
    assert dict(requirement.languages.values_list("language", "level")) == {"ar": "2", "tr": "3"}
    assert verbs() == ["volunteers.shift_created"]


def test_it_does_not_end_before_it_starts(actor):
    now = timezone.now()
    with pytest.raises(ValidationError) as refusal:
        services.create_shift(CampaignFactory(), "Stand", starts_at=now, ends_at=now, actor=actor)
    assert "ends_at" in refusal.value.message_dict
    shift = ShiftFactory()
    with pytest.raises(ValidationError):
        services.move_shift(shift, shift.ends_at, shift.starts_at, actor=actor)
    assert not verbs()


class TestChanging:
    def test_another_place_is_told_once_and_a_telephone_is_not(self, actor):
        shift = ShiftFactory()
        assert services.change_shift(shift, {"contact_phone": "0231 1"}, actor=actor)
        assert (shift.sequence, told(shift)) == (0, [])
        assert services.change_shift(shift, {"place": "im Rathaus"}, actor=actor) == ["place"]
        # The same once more is no change.
        assert services.change_shift(shift, {"place": "im Rathaus"}, actor=actor) == []
        assert (shift.sequence, told(shift)) == (1, [f"volunteers.tell:{shift.pk}:1"])

    def test_of_a_draft_nobody_is_told(self, actor):
        shift = ShiftFactory(state=State.DRAFT)
        services.change_shift(shift, {"place": "im Rathaus"}, actor=actor)
        services.move_shift(shift, *later(shift), actor=actor)
        assert told(shift) == []

    def test_a_cancelled_shift_changes_no_more(self, actor):
        shift = ShiftFactory(state=State.CANCELLED)
        need = services.Need("helping", 1, 2)
        for deed in (
            lambda: services.change_shift(shift, {"place": "im Rathaus"}, actor=actor),
            lambda: services.move_shift(shift, *later(shift), actor=actor),
            lambda: services.add_requirement(shift, need, actor=actor),
            lambda: services.change_requirement(shift.requirements.get(), need, actor=actor),
            lambda: services.remove_requirement(shift.requirements.get(), actor=actor),
        ):
            with pytest.raises(ValidationError, match="cancelled"):
                deed()


class TestMoving:
    def test_everybody_is_told_once(self, actor):
        shift = ShiftFactory()
        begin, end = later(shift)
        assert services.move_shift(shift, begin, end, actor=actor)
        assert not services.move_shift(shift, begin, end, actor=actor)
        assert (shift.starts_at, shift.sequence, len(told(shift))) == (begin, 1, 1)

    def test_whoever_would_be_at_two_places_is_named_before_anything_changes(self, actor):
        shift = ShiftFactory()
        both, free = VolunteerFactory(), VolunteerFactory()
        other = ShiftFactory(starts_at=shift.starts_at + timedelta(days=1, hours=1))
        for who, where in ((both, shift), (free, shift), (both, other)):
            ShiftSignupFactory(volunteer=who, shift=where)
        before = shift.starts_at
        with pytest.raises(services.WouldClash) as clash:
            services.move_shift(shift, *later(shift), actor=actor)
        (overlap,) = clash.value.overlaps
        assert (overlap.signup.person_key, overlap.other) == (both.pk, other)
        shift.refresh_from_db()
        assert (shift.starts_at, told(shift)) == (before, [])
        assert services.move_shift(shift, *later(shift), actor=actor, knows=clash.value.mark)
        assert len(told(shift)) == 1

    def test_knowing_of_one_is_not_knowing_of_another(self, actor):
        shift = ShiftFactory()
        others = [ShiftFactory(starts_at=later(shift)[0]) for _ in range(2)]
        for other in others:
            volunteer = VolunteerFactory()
            ShiftSignupFactory(volunteer=volunteer, shift=shift)
            signup = ShiftSignupFactory(volunteer=volunteer, shift=other)
        with pytest.raises(services.WouldClash) as both:
            services.move_shift(shift, *later(shift), actor=actor)
        services.leave_shift(signup)
        with pytest.raises(services.WouldClash) as one:
            services.move_shift(shift, *later(shift), actor=actor, knows=both.value.mark)
        assert len(one.value.overlaps) == 1
        assert services.move_shift(shift, *later(shift), actor=actor, knows=one.value.mark)

    @pytest.mark.parametrize(
        "changes",
        [{"state": "waiting", "has_place": False}, {"state": "cancelled", "has_place": False}],
    )
    def test_who_promised_nothing_is_in_nobodys_way(self, actor, changes):
        shift = ShiftFactory()
        volunteer = VolunteerFactory()
        ShiftSignupFactory(volunteer=volunteer, shift=shift)
        other = ShiftFactory(starts_at=later(shift)[0])
        ShiftSignupFactory(volunteer=volunteer, shift=other, **changes)
        assert services.move_shift(shift, *later(shift), actor=actor)

    def test_what_is_over_stays_where_it_was(self, actor):
        shift = ShiftFactory()
        after = time_machine.travel(shift.ends_at + timedelta(minutes=1))
        with after, pytest.raises(ValidationError, match="over"):
            services.move_shift(shift, *later(shift), actor=actor)
        past = timezone.now() - timedelta(days=2)
        with pytest.raises(ValidationError, match="over"):
            services.move_shift(shift, past, past + timedelta(hours=1), actor=actor)

    def test_no_offer_lasts_beyond_the_new_beginning(self, actor):
        shift = ShiftFactory(starts_at=timezone.now() + timedelta(days=9))
        signup = ShiftSignupFactory(
            shift=shift, state="offered", offered_until=timezone.now() + timedelta(days=5)
        )
        services.move_shift(shift, *later(shift, hours=-24 * 7), actor=actor)
        signup.refresh_from_db()
        assert signup.offered_until == shift.starts_at


class TestRequirements:
    def test_a_lower_maximum_takes_nobodys_place_away(self, actor):
        shift = ShiftFactory(needs=[{"maximum": 4}])
        people = [ShiftSignupFactory(shift=shift) for _ in range(4)]
        requirement = shift.requirements.get()
        services.change_requirement(requirement, services.Need("helping", 1, 2), actor=actor)
        assert (requirement.maximum, requirement.taken, requirement.free) == (2, 4, 0)
        assert shift.signups.confirmed().count() == 4
        # Whoever leaves is not replaced until there are fewer than two.
        services.leave_shift(people[0])
        late = services.take_shift(VolunteerFactory(), requirement)
        assert late.state == ShiftSignup.State.WAITING
        assert services.offer_free_places(shift.pk) == []

    def test_a_higher_maximum_is_offered_to_those_who_wait(self, actor):
        shift = ShiftFactory(needs=[{"maximum": 1}])
        for _ in range(3):
            services.take_shift(VolunteerFactory(), shift.requirements.get())
        services.change_requirement(
            shift.requirements.get(), services.Need("helping", 1, 2), actor=actor
        )
        assert Job.objects.filter(kind="volunteers.offer_places").count() == 1
        assert len(services.offer_free_places(shift.pk)) == 1

    def test_changing_languages_counts_nobody_anew(self, actor):
        requirement = RequirementFactory(languages=["tr"], maximum=3)
        ShiftSignupFactory(shift=requirement.shift, requirement=requirement)
        # The page was read before somebody signed up.
        stale = Requirement.objects.get(pk=requirement.pk)
        stale.taken = 0
        need = services.Need("helping", 1, 3, {"ar": "3"})
        services.change_requirement(stale, need, actor=actor)
        assert stale.taken == 1
        assert dict(stale.languages.values_list("language", "level")) == {"ar": "3"}

    def test_what_people_signed_up_for_is_not_removed_nor_becomes_something_else(self, actor):
        shift = ShiftFactory(needs=[{"maximum": 3}, {"maximum": 3, "position": 1}])
        first, second = shift.requirements.all()
        signup = ShiftSignupFactory(shift=shift, requirement=first)
        with pytest.raises(ValidationError, match="count on it"):
            services.remove_requirement(first, actor=actor)
        with pytest.raises(ValidationError):
            services.change_requirement(first, services.Need("driving", 1, 3), actor=actor)
        services.leave_shift(signup)
        with pytest.raises(ValidationError, match="on record"):
            services.remove_requirement(first, actor=actor)
        services.remove_requirement(second, actor=actor)
        assert list(shift.requirements.all()) == [first]

    def test_the_last_one_of_an_open_shift_stays(self, actor):
        shift = ShiftFactory()
        with pytest.raises(ValidationError, match="only one"):
            services.remove_requirement(shift.requirements.get(), actor=actor)

    @pytest.mark.parametrize(("minimum", "maximum"), [(3, 2), (0, 0)])
    def test_impossible_numbers_are_refused(self, actor, minimum, maximum):
        need = services.Need("helping", minimum, maximum)
        with pytest.raises(ValidationError) as refusal:
            services.add_requirement(ShiftFactory(), need, actor=actor)
        assert "maximum" in refusal.value.message_dict

    def test_there_is_an_end_to_them(self, actor):
        shift = ShiftFactory(needs=[{}] * 12)
        with pytest.raises(ValidationError, match="at most 12"):
            services.add_requirement(shift, services.Need("helping", 1, 2), actor=actor)


class TestLifecycle:
    def test_publishing_asks_for_what_is_missing(self, actor):
        shift = ShiftFactory(
            state=State.DRAFT, languages=["en"], needs=[], place="",
            campaign=CampaignFactory(state="draft"),
            starts_at=timezone.now() - timedelta(days=2),
        )  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            services.publish_shift(shift, actor=actor)
        assert len(refusal.value.messages) == 5
        assert Shift.objects.get().state == State.DRAFT

    def test_a_published_shift_takes_people_and_is_not_deleted(self, actor):
        shift = ShiftFactory(state=State.DRAFT)
        services.publish_shift(shift, actor=actor)
        assert shift.takes_people
        with pytest.raises(ValidationError, match="Cancel it"):
            services.delete_draft_shift(shift, actor=actor)
        with pytest.raises(ValidationError, match="open"):
            services.publish_shift(shift, actor=actor)

    def test_a_draft_is_deleted_with_all_that_is_its_own(self, actor):
        shift = ShiftFactory(state=State.DRAFT, needs=[{"languages": ["tr"]}])
        services.delete_draft_shift(shift, actor=actor)
        assert not Shift.objects.exists()
        assert verbs() == ["volunteers.shift_deleted"]

    def test_cancelling_is_told_once(self, actor):
        shift = ShiftFactory()
        services.cancel_shift(shift, actor=actor)
        with pytest.raises(ValidationError):
            services.cancel_shift(shift, actor=actor)
        assert (shift.state, shift.sequence, len(told(shift))) == (State.CANCELLED, 1, 1)
        assert verbs().count("volunteers.shift_cancelled") == 1

    def test_what_is_over_is_not_cancelled(self, actor):
        shift = ShiftFactory(starts_at=timezone.now() - timedelta(days=2))
        with pytest.raises(ValidationError, match="over"):
            services.cancel_shift(shift, actor=actor)

    def test_of_several_the_ready_ones_are_published(self, actor):
        ready = ShiftFactory(state=State.DRAFT)
        lacking = ShiftFactory(state=State.DRAFT, needs=[])
        assert services.publish_drafts([ready, lacking], actor=actor) == (1, 1)
        over = ShiftFactory(starts_at=timezone.now() - timedelta(days=2))
        assert services.cancel_all([ready, lacking, over], actor=actor) == 1


# --- At once -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_lowering_and_taking_at_once_give_no_place_beyond_and_lose_none():
    actor = User.objects.create_user("kim@example.org")
    shift = ShiftFactory(needs=[{"maximum": 10}])
    requirement = shift.requirements.get()
    people = [VolunteerFactory() for _ in range(15)]
    deeds = [lambda who=who: services.take_shift(who, requirement) for who in people]
    need = services.Need("helping", 1, 4)
    deeds.insert(
        5,
        lambda: services.change_requirement(
            Requirement.objects.get(pk=requirement.pk), need, actor=actor
        ),
    )
    found = at_once(deeds)
    assert [one for one in found if isinstance(one, Exception)] == []
    requirement.refresh_from_db()
    holding = shift.signups.holding().count()
    assert requirement.taken == holding
    assert requirement.maximum == 4
    assert holding >= 4
    assert shift.signups.waiting().count() == 15 - holding


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_moving_a_shift_and_taking_another_at_once_leaves_nobody_at_two_places_unseen():
    actor = User.objects.create_user("kim@example.org")
    for _round in range(6):
        shift = ShiftFactory()
        volunteer = VolunteerFactory()
        ShiftSignupFactory(shift=shift, volunteer=volunteer)
        begin, end = later(shift)
        other = ShiftFactory(starts_at=begin)
        moving = partial(
            services.move_shift, Shift.objects.get(pk=shift.pk), begin, end, actor=actor
        )
        taking = partial(services.take_shift, volunteer, other.requirements.get())
        found = at_once([moving, taking])
        refused = [one for one in found if isinstance(one, services.Clash | services.WouldClash)]
        assert len(refused) == 1, found


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_eight_who_cancel_at_once_cancel_once():
    actor = User.objects.create_user("kim@example.org")
    shift = ShiftFactory()
    found = at_once(
        [lambda: services.cancel_shift(Shift.objects.get(pk=shift.pk), actor=actor)] * 8
    )
    assert sum(isinstance(one, ValidationError) for one in found) == 7
    assert len(told(shift)) == 1
