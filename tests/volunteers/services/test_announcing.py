"""What the programs of whoever leads a campaign hear of its shifts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy import services as privacy
from tests.factories import OrganisationFactory
from tests.volunteers.factories import RequirementFactory, ShiftFactory
from tests.volunteers.signing_up import comes
from tests.webhooks.conftest import endpoint_of
from volunteers import retention, services
from volunteers.models import Guardian, ShiftSignup
from webhooks.models import Message
from webhooks.services.delivering import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    shift = ShiftFactory(minimum_age=14)
    endpoint_of(shift.campaign.lead)
    endpoint_of(OrganisationFactory())
    return shift


def in_order() -> list[str]:
    """As a receiver sorts them, which gets them in any order."""
    return list(Message.objects.order_by("occurred_at").values_list("type", flat=True))


def told() -> list[str]:
    return sorted(Message.objects.values_list("type", flat=True))


def test_who_leads_hears_of_who_comes_and_who_does_not(shift):
    signup = comes(shift)
    assert signup.state == "confirmed"
    message = Message.objects.get()
    assert message.organisation == shift.campaign.lead
    data = json.loads(body_of(message))["data"]
    assert (data["signup"], data["person"]) == (str(signup.pk), None)
    assert data["shift"]["url"] == f"http://127.0.0.1:8000/de/shifts/{shift.pk}/"
    assert services.leave_shift(signup)
    assert not services.leave_shift(signup)
    assert told() == ["shift_signup.cancelled", "shift_signup.confirmed"]


def test_while_a_guardian_is_asked_again_nobody_comes(shift, actor):
    """Else a receiver heard of a second confirmation, and of no end to the first."""
    signup = comes(
        shift, age_group="14", guardian_name="Fatma", guardian_email="fatma@example.org"
    )
    assert told() == []
    services.answer_for_minor(signup.guardian, agrees=True)
    later = [at + timedelta(days=1) for at in (shift.starts_at, shift.ends_at)]
    services.move_shift(shift, *later, actor=actor)
    assert in_order() == ["shift_signup.confirmed", "shift_signup.cancelled"]
    services.answer_for_minor(Guardian.objects.get(), agrees=True)
    assert in_order()[2:] == ["shift_signup.confirmed"]
    assert {message.data["signup"] for message in Message.objects.all()} == {str(signup.pk)}
    # The new hours come with the new word.
    assert Message.objects.latest("occurred_at").data["shift"]["starts_at"] == later[0].isoformat()


def test_who_is_not_asked_again_is_told_of_once(shift, actor):
    comes(shift)
    later = [at + timedelta(days=1) for at in (shift.starts_at, shift.ends_at)]
    services.move_shift(shift, *later, actor=actor)
    assert in_order() == ["shift_signup.confirmed"]


def test_to_a_cancelled_shift_nobody_comes_who_had_signed_up(shift, actor):
    coming = [comes(shift, number) for number in range(3)]
    waiting = comes(shift, 3)
    ShiftSignup.objects.filter(pk=coming[2].pk).update(presence="came")
    assert waiting.state == "waiting"
    services.cancel_shift(shift, actor=actor)
    cancelled = Message.objects.filter(type="shift_signup.cancelled")
    assert {(one.data["signup"], one.person_key) for one in cancelled} == {
        (str(one.pk), one.person_key) for one in coming[:2]
    }


def test_cancelling_asks_once_who_listens_however_many_come(actor):
    def questions(people: int) -> int:
        shift = ShiftFactory(needs=[{"maximum": 5}])
        for number in range(people):
            comes(shift, number)
        with CaptureQueriesContext(connection) as asked:
            services.cancel_shift(shift, actor=actor)
        return len([one for one in asked if "webhooks" in one["sql"]])

    assert questions(1) == questions(3) == 1
    assert not Message.objects.exists()


def test_who_is_moved_leaves_one_shift_and_is_on_another(shift, actor):
    signup = comes(shift)
    target = ShiftFactory(campaign=shift.campaign, starts_at=shift.starts_at + timedelta(days=2))
    assert services.move(signup, target.requirements.get(), actor=actor)
    assert not services.move(signup, target.requirements.get(), actor=actor)
    messages = Message.objects.order_by("occurred_at")
    assert [(one.type, one.data["shift"]["id"]) for one in messages] == [
        ("shift_signup.confirmed", str(shift.pk)),
        ("shift_signup.cancelled", str(shift.pk)),
        ("shift_signup.confirmed", str(target.pk)),
    ]
    assert {one.data["signup"] for one in messages} == {str(signup.pk)}
    assert {one.person_key for one in messages} == {signup.person_key}


def test_another_role_of_the_same_shift_is_no_news(shift, actor):
    signup = comes(shift)
    assert services.move(signup, RequirementFactory(shift=shift), actor=actor)
    assert in_order() == ["shift_signup.confirmed"]


def test_who_comes_without_having_signed_up_is_told_of_once(shift, actor):
    walk_in = services.WalkIn("Ayşe", "ayse@example.org", "de", shift.requirements.get().pk)
    with time_machine.travel(shift.starts_at):
        signup, _is_new = services.add_walk_in(shift, walk_in, actor=actor)
        services.add_walk_in(shift, walk_in, actor=actor)
    assert in_order() == ["shift_signup.confirmed"]
    assert Message.objects.get().data["signup"] == str(signup.pk)
    # Whoever types an address learns nothing by it of who that is elsewhere.
    assert Message.objects.get().person_key == ""


def test_erased_is_cancelled_without_a_key(shift):
    signup = comes(shift)
    privacy.erase(signup.person_key)
    assert told() == ["shift_signup.cancelled", "shift_signup.confirmed"]
    assert not Message.objects.exclude(person_key="").exists()


@pytest.mark.parametrize("presence", ["", "came", "no_show"])
def test_who_is_erased_long_after_is_told_too(shift, presence):
    """A receiver that may have been told a name learns to delete it."""
    signup = comes(shift)
    ShiftSignup.objects.update(presence=presence)
    with time_machine.travel(shift.ends_at + timedelta(days=30)):
        privacy.erase(signup.person_key)
    assert in_order() == ["shift_signup.confirmed", "shift_signup.cancelled"]
    assert not Message.objects.exclude(person_key="").exists()


def test_of_what_is_deleted_because_its_time_is_over_nobody_hears(shift):
    comes(shift)
    with time_machine.travel(shift.ends_at + timedelta(days=400)):
        assert retention.delete_signups() == 1
    assert in_order() == ["shift_signup.confirmed"]


def test_who_only_waits_and_is_erased_was_never_told_of(shift):
    signup = comes(shift, age_group="14", guardian_name="F", guardian_email="f@example.org")
    privacy.erase(signup.person_key)
    assert told() == []
