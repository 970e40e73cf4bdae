"""Asked once to a shift, and only whoever agreed to it; written to once for each press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from privacy.models import AuditEntry
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, SupporterFactory
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Shift, ShiftAsk, ShiftMessage, ShiftSignup

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def shift():
    return ShiftFactory()


def mails(kind: str) -> int:
    return Job.objects.filter(kind=kind).count()


def test_asking_again_writes_nothing(shift, actor):
    supporter = SupporterFactory(campaign=shift.campaign)
    requirement = shift.requirements.get()
    assert services.ask(requirement, supporter, actor=actor)
    Job.objects.all().delete()
    assert not services.ask(requirement, supporter, actor=actor)
    assert mails("volunteers.mail_asked") == 0
    assert AuditEntry.objects.filter(verb="volunteers.asked").count() == 1


def test_whoever_did_not_agree_to_be_asked_is_not(shift, actor):
    supporter = SupporterFactory(campaign=shift.campaign, ways=["news"])
    assert not services.ask(shift.requirements.get(), supporter, actor=actor)
    assert not ShiftAsk.objects.exists()


def test_to_what_is_over_or_cancelled_nobody_is_asked(actor):
    begun = ShiftFactory(starts_at=timezone.now() - timedelta(hours=1))
    for shift in (begun, ShiftFactory(state=Shift.State.CANCELLED)):
        supporter = SupporterFactory(campaign=shift.campaign)
        assert not services.ask(shift.requirements.get(), supporter, actor=actor)


def test_a_message_goes_to_those_who_come_and_once(shift, actor):
    for state in ("confirmed", "confirmed", "waiting", "cancelled", "pending"):
        ShiftSignupFactory(shift=shift, state=ShiftSignup.State(state))
    nonce, words = uuid4(), {"subject": "Regen", "body": "Bringt Schirme mit."}
    assert services.write_to_shift(shift, nonce, actor=actor, **words) == 2
    Job.objects.all().delete()
    assert services.write_to_shift(shift, nonce, actor=actor, **words) is None
    assert mails("volunteers.mail_message") == 0
    assert ShiftMessage.objects.get().people == 2
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.detail) == ("volunteers.shift_written_to", {"people": 2})


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_pressed_ten_times_at_once_each_gets_one_mail():
    actor = User.objects.create_user("kim@example.org")
    shift = ShiftFactory()
    ShiftSignupFactory(shift=shift)
    ShiftSignupFactory(shift=shift)
    nonce = uuid4()
    found = at_once(
        [
            lambda: services.write_to_shift(shift, nonce, subject="x", body="y", actor=actor)
            for _ in range(10)
        ]
    )
    assert sorted(found, key=str) == [2, *[None] * 9]
    assert mails("volunteers.mail_message") == 2


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_asked_ten_times_at_once_one_gets_one_mail():
    actor = User.objects.create_user("kim@example.org")
    shift = ShiftFactory()
    supporter = SupporterFactory(campaign=shift.campaign)
    requirement = shift.requirements.get()
    found = at_once([lambda: services.ask(requirement, supporter, actor=actor)] * 10)
    assert sorted(found) == [False] * 9 + [True]
    assert mails("volunteers.mail_asked") == 1
