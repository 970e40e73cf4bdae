"""What this app knows about a person: seen, taken along, erased, and forgotten in time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Delivery, Mailing, Suppression
from campaigns.personal_data import DELIVERIES_KEPT, SUPPRESSION_KEPT
from campaigns.services import mailing as mailings
from petitions.models import Signature
from privacy import retention
from privacy import services as privacy
from tests.factories import CampaignUpdateFactory, PetitionFactory, supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing() -> Mailing:
    petition = PetitionFactory()
    for name in ("ada", "bob"):
        supporter(petition, f"{name}@example.org")
    mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
    mailings.start(mailing)
    assert mailings.take_turn()  # gathered
    return mailing


@pytest.fixture
def ada(mailing) -> str:
    return next(one.person_key for one in Signature.objects.all() if one.email[:3] == "ada")


def sent(mailing: Mailing) -> Mailing:
    while mailings.take_turn():
        pass
    mailing.refresh_from_db()
    return mailing


def adds_up(mailing: Mailing) -> bool:
    mailing.refresh_from_db()
    figures = mailing.sent + mailing.failed + mailing.skipped + mailing.uncertain
    waiting = mailing.deliveries.unfinished().count()
    return mailing.total == figures + waiting and mailing.waiting == waiting


def test_a_person_takes_along_what_they_got(mailing, ada):
    waiting = privacy.export(ada)["data"]["campaigns"]["news"]
    assert [(one["state"], one["email"]) for one in waiting] == [("waiting", "ada@example.org")]
    sent(mailing)
    (news,) = privacy.export(ada)["data"]["campaigns"]["news"]
    assert (news["state"], news["email"]) == ("sent", "")
    assert news["update"] == mailing.update.slug


@pytest.mark.parametrize("state", [*Delivery.State])
def test_erased_before_during_and_after(mailing, ada, state):
    """The person is gone, and the figures still add up."""
    finished = {"finished_at": timezone.now()} if state.value in ("sent", "failed") else {}
    if state.value in ("skipped", "uncertain"):
        finished = {"finished_at": timezone.now()}
    Delivery.objects.of(ada).update(state=state, claimed_by="x", **finished)
    Suppression.objects.create(person_key=ada, reason="bounce")
    privacy.erase(ada)
    assert not Delivery.objects.of(ada).exists()
    assert not Suppression.objects.exists()
    assert adds_up(mailing)
    assert sent(mailing).state == Mailing.State.DONE


def test_erased_while_under_way_gets_nothing(mailing, ada, mailoutbox):
    privacy.erase(ada)
    mailing = sent(mailing)
    assert [letter.to for letter in mailoutbox] == [["bob@example.org"]]
    assert (mailing.sent, mailing.skipped) == (1, 1)


def test_letters_are_forgotten_a_month_after_the_last(mailing):
    mailing = sent(mailing)
    with time_machine.travel(timezone.now() + DELIVERIES_KEPT - timedelta(minutes=1)):
        retention.carry_out()
        assert Delivery.objects.count() == 2
    with time_machine.travel(timezone.now() + DELIVERIES_KEPT + timedelta(minutes=1)):
        retention.carry_out()
    assert not Delivery.objects.exists()
    mailing.refresh_from_db()
    assert (mailing.total, mailing.sent) == (2, 2)


def test_a_mailing_left_paused_is_forgotten_too(mailing):
    mailings.pause(mailing)
    with time_machine.travel(timezone.now() + DELIVERIES_KEPT + timedelta(minutes=1)) as clock:
        retention.carry_out()
        mailing.refresh_from_db()
        assert mailing.state == Mailing.State.CANCELLED
        assert {one.address for one in Delivery.objects.all()} == {""}
        assert adds_up(mailing)
        clock.shift(DELIVERIES_KEPT + timedelta(minutes=1))
        retention.carry_out()
    assert not Delivery.objects.exists()


def test_a_mailing_under_way_loses_nobody(mailing):
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        retention.carry_out()
    assert Delivery.objects.count() == 2


def test_a_suppression_ends_after_a_year():
    Suppression.objects.create(person_key="1:x", reason="bounce")
    with time_machine.travel(timezone.now() + SUPPRESSION_KEPT + timedelta(days=1)):
        retention.carry_out()
    assert not Suppression.objects.exists()
