"""Hours: put right, approved once, thanked for once, and summed up exactly."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from privacy.models import AuditEntry
from tests.volunteers.factories import ShiftSignupFactory, TaskFactory, VolunteerFactory
from tests.volunteers.helping import came, over, running
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Shift, ShiftSignup, TaskClaim, TaskSum
from volunteers.services.summing_up import helped_by, shifts_to_approve

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return over()


def approve(shift, *signups, actor):
    return services.approve_hours(shift, {one.pk: one.minutes for one in signups}, actor=actor)


def thanks() -> int:
    return Job.objects.filter(kind="volunteers.thank").count()


def claim(task, volunteer, minutes=30, state="approved"):
    return TaskClaim.objects.create(
        task=task, person_key=volunteer.pk, state=state, minutes=minutes,
        handed_in_at=timezone.now(),
    )  # fmt: skip


def test_hours_are_put_right(shift, actor):
    signup = came(shift)
    assert services.record_hours(signup, 300, actor=actor)
    assert signup.minutes == 300
    assert not services.record_hours(signup, 300, actor=actor)


def test_two_hours_beyond_the_shift_are_taken_and_more_is_asked_about(shift, actor):
    signup = came(shift)
    assert services.record_hours(signup, 360, actor=actor)
    with pytest.raises(services.HoursBeyond, match="more than two hours beyond"):
        services.record_hours(signup, 361, actor=actor)
    assert services.record_hours(signup, 361, actor=actor, is_sure=True)


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_no_time_and_more_than_a_day_are_refused_however_sure(shift, actor, minutes):
    signup = came(shift)
    with pytest.raises(ValidationError):
        services.record_hours(signup, minutes, actor=actor, is_sure=True)


def test_whoever_gets_hours_has_come(shift, actor):
    for presence, after in (("", "came"), ("no_show", "came"), ("left_early", "left_early")):
        signup = ShiftSignupFactory(shift=shift, presence=presence)
        services.record_hours(signup, 60, actor=actor)
        assert signup.presence == after


def test_an_earlier_press_that_arrives_late_does_not_undo_it(shift, actor):
    signup = ShiftSignupFactory(shift=shift)
    services.record_hours(signup, 60, actor=actor)
    assert not services.note_presence(signup, "came", timezone.now() - timedelta(hours=1))
    signup.refresh_from_db()
    assert signup.minutes == 60


def test_approved_once_thanked_once(shift, actor):
    signup = came(shift)
    assert approve(shift, signup, actor=actor) == 1
    assert approve(shift, signup, actor=actor) == 0
    signup.refresh_from_db()
    assert signup.approved_by == actor
    assert signup.approved_at
    assert signup.thanked_at
    assert thanks() == 1
    [entry] = AuditEntry.objects.filter(verb="volunteers.hours_approved")
    assert entry.detail == {"people": 1, "minutes": 240}


def test_only_those_who_came_are_approved_and_only_as_they_were_read(shift, actor):
    other = came(over())
    absent = ShiftSignupFactory(shift=shift, presence="no_show")
    unnoted = ShiftSignupFactory(shift=shift)
    changed = came(shift)
    hours = {absent.pk: 240, unnoted.pk: 240, other.pk: 240, changed.pk: 200}
    assert services.approve_hours(shift, hours, actor=actor) == 0
    assert thanks() == 0


def test_nothing_is_approved_while_it_runs(actor):
    shift = running()
    with pytest.raises(services.ShiftIsNotOver):
        approve(shift, came(shift), actor=actor)


def test_on_a_cancelled_shift_nobody_has_hours(shift, actor):
    noted, approved = came(shift), came(shift, is_approved=True)
    unnoted = ShiftSignupFactory(shift=shift)
    Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    for signup in (noted, approved, unnoted):
        assert not services.record_hours(signup, 60, actor=actor)
    assert approve(shift, noted, actor=actor) == 0
    noted.refresh_from_db()
    assert (noted.minutes, noted.approved_at) == (240, None)
    assert thanks() == 0


def test_a_correction_is_on_record_and_thanks_nobody_again(shift, actor):
    signup = came(shift)
    approve(shift, signup, actor=actor)
    assert services.record_hours(signup, 200, actor=actor)
    assert signup.minutes == 200
    assert signup.approved_at
    [entry] = AuditEntry.objects.filter(verb="volunteers.hours_corrected")
    assert entry.detail == {"before": 240, "after": 200}
    assert thanks() == 1


@pytest.mark.parametrize(
    ("language", "subject", "hours"),
    [
        ("de", "Danke für Ihre Hilfe", "4:30 Std."),
        ("tr", "Yardımınız için teşekkürler", "4:30 saat"),
        ("ar", "شكرًا لمساعدتكم", "4:30 ساعة"),
        ("en", "Thank you for your help", "4:30 h"),
    ],
)
def test_the_thanks_come_in_the_persons_language_with_hours_and_the_way(
    shift, actor, language, subject, hours
):
    signup = came(shift, 270, language=language, name="Leyla")
    approve(shift, signup, actor=actor)
    run_due()
    run_due()
    [message] = mail.outbox
    assert message.subject.startswith(subject)
    assert hours in message.body
    assert "Leyla" in message.body
    assert f"/{language}/volunteering/mine/" in message.body
    assert message.to == [signup.email]


def test_who_has_been_erased_meanwhile_is_not_thanked(shift, actor):
    signup = came(shift)
    approve(shift, signup, actor=actor)
    signup.delete()
    run_due()
    assert mail.outbox == []


def test_the_sums_of_a_campaign_are_exact(shift, actor):
    campaign = shift.campaign
    anna, ben = VolunteerFactory(), VolunteerFactory()
    came(shift, 100, volunteer=anna, is_approved=True)
    came(shift, 20, volunteer=ben)
    ShiftSignupFactory(shift=shift, presence="no_show")
    came(over(3, campaign=campaign), 11, volunteer=anna, is_approved=True)
    came(over(), 5000, volunteer=anna, is_approved=True)
    Shift.objects.filter(pk=shift.pk).update(erased_minutes=7, erased_people=1)
    task = TaskFactory(campaign=campaign)
    claim(task, ben, 30)
    claim(task, anna, 500, state="handed_in")
    TaskSum.objects.create(task=task, month=timezone.localdate(), people=1, minutes=40)
    TaskSum.objects.create(task=TaskFactory(), month=timezone.localdate(), people=1, minutes=900)
    sums = services.hours_of(campaign)
    assert (sums.shifts, sums.waiting, sums.tasks, sums.nameless) == (111, 20, 30, 47)
    assert (sums.total, sums.people) == (188, 2)
    rows = services.hours_by_person([campaign])
    assert [(one.person_key, one.total, one.waiting) for one in rows] == [
        (anna.pk, 111, 0),
        (ben.pk, 30, 20),
    ]


def test_a_campaign_nobody_helped_has_no_hours(shift):
    assert services.hours_of(shift.campaign) == services.Hours()


def test_what_waits_is_what_is_over_and_not_approved(shift, actor):
    campaigns = [shift.campaign]
    came(shift, is_approved=True)
    assert not shifts_to_approve(campaigns)
    came(shift)
    ShiftSignupFactory(shift=shift)
    ShiftSignupFactory(shift=shift, state="cancelled")
    came(running(campaign=shift.campaign))
    [found] = shifts_to_approve(campaigns)
    assert (found.pk, found.unnoted, found.unapproved) == (shift.pk, 1, 1)
    assert not shifts_to_approve(campaigns, timezone.now())


def test_what_a_person_did_is_told_by_campaign(shift):
    anna = VolunteerFactory()
    came(shift, 60, volunteer=anna, is_approved=True)
    came(over(2, campaign=shift.campaign), 30, volunteer=anna)
    came(over(4), 15, volunteer=anna)
    came(shift, 999)
    claim(TaskFactory(campaign=shift.campaign), anna, 10)
    first, second = helped_by(anna.pk)
    assert (first.approved, first.waiting) == (70, 30)
    assert (second.approved, second.waiting) == (0, 15)


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_approved_by_many_at_once_is_approved_and_thanked_for_once(actor):
    shift = over(needs=[{"maximum": 9}])
    signups = [came(shift) for _number in range(4)]
    found = at_once([lambda: approve(shift, *signups, actor=actor)] * 12)
    assert sorted(found) == [0] * 11 + [4]
    assert thanks() == 4
    assert ShiftSignup.objects.filter(thanked_at=None).count() == 0
