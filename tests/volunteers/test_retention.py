"""Each rule of the published table keeps its word: what is over goes, the rest stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.models import Consent
from tests.factories import CampaignFactory
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    TaskFactory,
    TeamMemberFactory,
    VolunteerFactory,
)
from tests.volunteers.joining import joined
from tests.volunteers.test_own_data import certified, claimed
from volunteers import retention, services
from volunteers.models import (
    Certificate,
    Guardian,
    Shift,
    ShiftSignup,
    Supporter,
    TaskClaim,
    TaskSum,
    TeamMember,
    Volunteer,
)

pytestmark = pytest.mark.django_db


def ago(**time: float) -> object:
    return timezone.now() - timedelta(**time)


def over(**time: float) -> Shift:
    ended = timezone.now() - timedelta(**time)
    return ShiftFactory(starts_at=ended - timedelta(hours=4), ends_at=ended)


def test_supporters_who_never_confirmed_or_have_left():
    kept = {
        SupporterFactory(joined_at=ago(days=900)).pk,
        SupporterFactory(state="pending", joined_at=ago(days=13)).pk,
        SupporterFactory(state="left", joined_at=ago(days=90), ended_at=ago(days=13)).pk,
    }
    SupporterFactory(state="pending", joined_at=ago(days=15))
    SupporterFactory(state="left", ended_at=ago(days=15))
    assert retention.delete_supporters() == 2
    assert set(Supporter.objects.values_list("pk", flat=True)) == kept


def test_consents_of_who_left_name_no_campaign_any_more():
    supporter = joined(CampaignFactory())
    services.leave_campaign(supporter)
    Supporter.objects.update(ended_at=ago(days=15))
    retention.delete_supporters()
    assert Consent.objects.get().subject_id == ""


def test_sign_ups_a_year_after_their_shift_become_a_sum():
    shift = over(days=366)
    ShiftSignupFactory(shift=shift, presence="came", minutes=200, approved_at=ago(days=365))
    ShiftSignupFactory(shift=shift, presence="no_show")
    kept = ShiftSignupFactory(shift=over(days=364), presence="came", minutes=60)
    assert retention.delete_signups() == 2
    assert list(ShiftSignup.objects.all()) == [kept]
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (1, 200)


def test_sign_ups_not_confirmed_or_ended_go_after_two_weeks():
    shift = ShiftFactory()
    kept = {
        ShiftSignupFactory(shift=shift, signed_up_at=ago(days=60)).pk,
        ShiftSignupFactory(shift=shift, state="pending", signed_up_at=ago(days=13)).pk,
        # Its place is given back first: until then it is counted.
        ShiftSignupFactory(
            shift=shift, state="pending", has_place=True, signed_up_at=ago(days=20)
        ).pk,
        ShiftSignupFactory(shift=shift, state="cancelled", ended_at=ago(days=13)).pk,
    }
    ShiftSignupFactory(shift=shift, state="pending", signed_up_at=ago(days=15))
    ShiftSignupFactory(shift=shift, state="cancelled", ended_at=ago(days=15))
    ShiftSignupFactory(shift=shift, state="lapsed", ended_at=ago(days=15))
    assert retention.delete_signups() == 3
    assert set(ShiftSignup.objects.values_list("pk", flat=True)) == kept
    assert shift.requirements.get().taken == 2


def test_guardians_the_day_after():
    for shift in (over(hours=25), over(hours=23), ShiftFactory()):
        signup = ShiftSignupFactory(shift=shift)
        Guardian.objects.create(signup=signup, name="Mama", email="mama@example.org")
    assert retention.delete_guardians() == 1
    assert ShiftSignup.objects.count() == 3


def test_tasks_taken_on_long_ago_or_given_up():
    task = TaskFactory(maximum=9)
    old, recent = ago(days=366), ago(days=13)
    claimed(task, VolunteerFactory(), claimed_at=old)
    claimed(task, VolunteerFactory(), "approved", claimed_at=old, decided_at=old, minutes=90)
    claimed(task, VolunteerFactory(), "dropped", claimed_at=ago(days=15))
    kept = {
        claimed(task, VolunteerFactory(), claimed_at=ago(days=360)).pk,
        claimed(task, VolunteerFactory(), "approved", claimed_at=old, decided_at=recent).pk,
        claimed(task, VolunteerFactory(), "dropped", claimed_at=recent).pk,
    }
    assert retention.delete_claims() == 3
    assert set(TaskClaim.objects.values_list("pk", flat=True)) == kept
    task.refresh_from_db()
    # Of those deleted only the one that was never handed in is free again.
    assert task.taken == 5
    assert TaskSum.objects.values_list("month", "people", "minutes").get() == (
        timezone.localdate(old).replace(day=1), 1, 90,
    )  # fmt: skip


def test_members_who_never_confirmed_were_declined_or_left():
    kept = {
        TeamMemberFactory(applied_at=ago(days=900)).pk,
        TeamMemberFactory(state="applied", applied_at=ago(days=90)).pk,
        TeamMemberFactory(state="pending", applied_at=ago(days=13)).pk,
        TeamMemberFactory(state="declined", applied_at=ago(days=90), decided_at=ago(days=13)).pk,
    }
    TeamMemberFactory(state="pending", applied_at=ago(days=15))
    TeamMemberFactory(state="declined", applied_at=ago(days=90), decided_at=ago(days=15))
    TeamMemberFactory(state="left", applied_at=ago(days=90), decided_at=ago(days=15))
    assert retention.delete_members() == 3
    assert set(TeamMember.objects.values_list("pk", flat=True)) == kept


def test_certificates_for_three_years():
    certified(VolunteerFactory(), "old")
    Certificate.objects.update(issued_at=ago(days=3 * 365 + 1))
    certified(VolunteerFactory(), "new")
    assert retention.delete_certificates() == 1
    assert Certificate.objects.get().code == "new"


def test_people_of_whom_nothing_is_left():
    kept = {
        SupporterFactory().person_key,
        ShiftSignupFactory().person_key,
        TeamMemberFactory().person_key,
    }
    for deed in (claimed, lambda _task, volunteer: certified(volunteer)):
        volunteer = VolunteerFactory()
        deed(TaskFactory(), volunteer)
        kept.add(volunteer.pk)
    VolunteerFactory(speaks={"tr": "3"})
    assert retention.delete_idle_volunteers() == 1
    assert set(Volunteer.objects.values_list("pk", flat=True)) == kept


def test_whom_to_ask_until_ninety_days_after():
    old, recent = over(days=91), over(days=89)
    Shift.objects.update(contact_name="Kim", contact_phone="0231 1")
    assert retention.forget_contacts() == 1
    assert retention.forget_contacts() == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.contact_name, old.contact_phone) == ("", "")
    assert recent.contact_phone == "0231 1"
