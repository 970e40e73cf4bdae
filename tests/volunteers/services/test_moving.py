"""Moving somebody: only where it is free, never against what they do, and told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from privacy.models import AuditEntry
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    VolunteerFactory,
)
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import (
    Requirement,
    RequirementLanguage,
    ShiftSignup,
    Volunteer,
    VolunteerLanguage,
)

pytestmark = pytest.mark.django_db
State = ShiftSignup.State
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def signup():
    return ShiftSignupFactory()


def elsewhere(signup, days: int = 5, **more):
    """A shift of the same campaign on another day."""
    starts_at = timezone.now() + timedelta(days=days)
    return ShiftFactory(campaign=signup.shift.campaign, starts_at=starts_at, **more)


def taken(requirement) -> int:
    return Requirement.objects.get(pk=requirement.pk).taken


def test_to_another_shift_the_place_goes_along(signup, actor):
    signup.stand_in_wanted_at, signup.reminders = timezone.now(), 1
    signup.save()
    before, target = signup.requirement, elsewhere(signup).requirements.get()
    assert services.move(signup, target, actor=actor)
    assert (signup.shift, signup.requirement) == (target.shift, target)
    assert (signup.state, signup.has_place) == (State.CONFIRMED, True)
    assert (signup.reminders, signup.stand_in_wanted_at) == (0, None)
    assert (taken(before), taken(target)) == (0, 1)
    assert AuditEntry.objects.get().verb == "volunteers.moved"
    # What became free there is offered on.
    assert Job.objects.filter(key=f"volunteers.offer_places:{before.shift_id}").exists()


def test_under_sixteen_nobody_is_moved_to_a_shift_that_no_guardian_has_seen(signup, actor):
    signup.age_group = "14"
    signup.save()
    signup.shift.minimum_age = 14
    signup.shift.save()
    target = elsewhere(signup, minimum_age=14).requirements.get()
    with pytest.raises(ValidationError):
        services.move(signup, target, actor=actor)
    # Another role of the very shift is what the guardian agreed to.
    assert services.move(signup, RequirementFactory(shift=signup.shift), actor=actor)


def speaking(signup, level: str = "2", *, has_joined: bool = True):
    """They told us that they speak Arabic; a role that needs it well enough to talk."""
    volunteer = Volunteer.objects.get(pk=signup.person_key)
    VolunteerLanguage.objects.create(volunteer=volunteer, language="ar", level=level)
    if has_joined:
        SupporterFactory(volunteer=volunteer, campaign=signup.shift.campaign)
    return RequirementFactory(shift=signup.shift, languages=("ar", "tr"))


def test_whoever_speaks_what_is_needed_is_moved_at_once(signup, actor):
    assert services.move(signup, speaking(signup), actor=actor)


@pytest.mark.parametrize("told", [{"level": "1"}, {"level": "3", "has_joined": False}])
def test_without_the_language_a_second_press_moves_all_the_same(signup, actor, told):
    before, target = signup.requirement, speaking(signup, **told)
    with pytest.raises(services.LanguageUnknown) as warned:
        services.move(signup, target, actor=actor)
    assert {one.language for one in warned.value.needed} == {"ar", "tr"}
    assert (taken(before), taken(target)) == (1, 0)
    assert not AuditEntry.objects.exists()
    # Of other languages nothing was read yet.
    RequirementLanguage.objects.create(requirement=target, language="pl")
    with pytest.raises(services.LanguageUnknown) as again:
        services.move(signup, target, actor=actor, knows=warned.value.mark)
    assert services.move(signup, target, actor=actor, knows=again.value.mark)
    assert (taken(before), taken(target)) == (0, 1)
    assert AuditEntry.objects.get().detail["over"] is True


def test_a_full_role_is_refused_whatever_language_it_needs(signup, actor):
    target = speaking(signup, "1")
    Requirement.objects.filter(pk=target.pk).update(minimum=1, maximum=1, taken=1)
    with pytest.raises(ValidationError):
        services.move(signup, target, actor=actor)


def test_to_another_role_of_the_same_shift(signup, actor):
    target = RequirementFactory(shift=signup.shift, role="leading")
    before = signup.requirement
    assert services.move(signup, target, actor=actor)
    assert (taken(before), taken(target)) == (0, 1)
    assert not services.move(signup, target, actor=actor)


def test_moved_on_and_on_one_is_told_once_of_where_one_ends_up(signup, actor):
    was = [signup.shift_id, signup.requirement_id]
    for days in (5, 6):
        services.move(signup, elsewhere(signup, days).requirements.get(), actor=actor)
    job = Job.objects.get(kind="volunteers.mail_moved")
    assert job.payload == {"signup": str(signup.pk), "was": was}
    assert job.due_at > timezone.now()


def test_not_to_where_one_is_somewhere_else_then(signup, actor):
    volunteer = VolunteerFactory(email="kim@example.org")
    mine = ShiftSignupFactory(volunteer=volunteer)
    target = elsewhere(mine)
    ShiftSignupFactory(volunteer=volunteer, shift=ShiftFactory(starts_at=target.starts_at))
    with pytest.raises(services.Clash):
        services.move(mine, target.requirements.get(), actor=actor)
    assert taken(target.requirements.get()) == 0


def test_the_shift_one_is_moved_away_from_is_no_clash(signup, actor):
    target = ShiftFactory(campaign=signup.shift.campaign, starts_at=signup.shift.starts_at)
    assert services.move(signup, target.requirements.get(), actor=actor)


def refused(signup, target, actor) -> str:
    before = ShiftSignup.objects.values().get(pk=signup.pk), taken(target)
    with pytest.raises(ValidationError) as refusal:
        services.move(signup, target, actor=actor)
    assert (ShiftSignup.objects.values().get(pk=signup.pk), taken(target)) == before
    return refusal.value.message


def test_not_to_where_it_is_full_or_waited_for(signup, actor):
    full = elsewhere(signup, needs=[{"maximum": 1}]).requirements.get()
    ShiftSignupFactory(shift=full.shift, requirement=full)
    assert "no free place" in refused(signup, full, actor)
    waited = elsewhere(signup, 7).requirements.get()
    ShiftSignupFactory(shift=waited.shift, requirement=waited, state=State.WAITING)
    assert "no free place" in refused(signup, waited, actor)


def test_not_to_another_organisation_nor_to_what_is_closed_or_for_older_people(signup, actor):
    foreign = ShiftFactory(starts_at=timezone.now() + timedelta(days=5)).requirements.get()
    assert "another organisation" in refused(signup, foreign, actor)
    cancelled = elsewhere(signup, state="cancelled").requirements.get()
    assert "takes nobody" in refused(signup, cancelled, actor)
    ShiftSignup.objects.update(age_group="16")
    adults = elsewhere(signup, minimum_age=18).requirements.get()
    assert "18 or older" in refused(signup, adults, actor)


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED, State.PENDING, State.CANCELLED])
def test_only_whoever_comes_can_move(state, actor):
    signup = ShiftSignupFactory(state=state)
    assert "Only somebody who comes" in refused(
        signup, elsewhere(signup).requirements.get(), actor
    )


def test_whoever_was_there_stays_there(signup, actor):
    ShiftSignup.objects.update(presence="came")
    assert "Only somebody who comes" in refused(
        signup, elsewhere(signup).requirements.get(), actor
    )


def test_one_s_older_sign_up_there_makes_room_and_a_standing_one_does_not(actor):
    volunteer = VolunteerFactory()
    signup = ShiftSignupFactory(volunteer=volunteer)
    over, waits = elsewhere(signup), elsewhere(signup, 8)
    pending = ShiftSignupFactory(
        volunteer=volunteer, shift=over, state=State.PENDING, has_place=True
    )
    ShiftSignupFactory(volunteer=volunteer, shift=waits, state=State.WAITING)
    assert "on the list" in refused(signup, RequirementFactory(shift=waits, role="leading"), actor)
    assert services.move(signup, over.requirements.get(), actor=actor)
    assert not ShiftSignup.objects.filter(pk=pending.pk).exists()
    assert taken(over.requirements.get()) == 1


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_ten_moved_into_one_last_place_at_once_one_gets_it():
    actor = User.objects.create_user("kim@example.org")
    first = ShiftSignupFactory(shift=ShiftFactory(needs=[{"maximum": 20}]))
    before = first.requirement
    others = [ShiftSignupFactory(shift=first.shift) for _ in range(9)]
    last = elsewhere(first, needs=[{"maximum": 1}]).requirements.get()
    found = at_once(
        [lambda one=one: services.move(one, last, actor=actor) for one in (first, *others)]
    )
    assert [one for one in found if isinstance(one, bool)] == [True]
    assert all(isinstance(one, ValidationError | bool) for one in found)
    assert taken(last) == last.signups.holding().count() == 1
    assert taken(before) == 9


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_moving_back_and_forth_while_people_come_and_go_waits_in_no_ring():
    actor = User.objects.create_user("kim@example.org")
    one = ShiftFactory(needs=[{"maximum": 4}])
    other = ShiftFactory(
        campaign=one.campaign, starts_at=one.starts_at + timedelta(days=1), needs=[{"maximum": 4}]
    )
    signups = [ShiftSignupFactory(shift=shift) for shift in (one, other, one, other)]
    people = [VolunteerFactory() for _ in range(6)]
    deeds = []
    for _ in range(6):
        for shift in (one, other):
            target = shift.requirements.get()
            deeds += [lambda s=s, t=target: services.move(s, t, actor=actor) for s in signups]
            deeds += [lambda v=v, t=target: services.take_shift(v, t) for v in people[:3]]
            deeds += [
                lambda v=v, s=shift: [services.leave_shift(x) for x in s.signups.of(v.pk)]
                for v in people[:3]
            ]
    found = at_once(deeds)
    broken = [
        one
        for one in found
        if isinstance(one, Exception) and not isinstance(one, ValidationError | services.Clash)
    ]
    assert broken == []
    for shift in (one, other):
        requirement = shift.requirements.get()
        assert requirement.taken == shift.signups.holding().count() <= 4
