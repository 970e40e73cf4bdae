"""A mailing from its start to its end: who gets a letter, once, and in which words."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Delivery, Mailing
from campaigns.services import mailing as mailings
from campaigns.services.mailing import running
from jobs.services import run_due
from petitions import services as petitions
from petitions.consents import NEWS
from petitions.models import Signature
from petitions.services.confirming import SUBJECT
from privacy import consents
from tests.campaigns.mailing.conftest import turns
from tests.factories import (
    CampaignUpdateFactory,
    PetitionFactory,
    SignatureFactory,
    supporter,
)

pytestmark = pytest.mark.django_db


def recipients() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


def test_everybody_who_wants_news_gets_one(going, petition):
    SignatureFactory(petition=petition, email="no-news@example.org")
    supporter(petition, "unconfirmed@example.org", state=Signature.State.PENDING)
    supporter(PetitionFactory(), "elsewhere@example.org")
    mailing = turns(going(3))
    assert recipients() == [f"person{n}@example.org" for n in range(3)]
    assert mailing.state == Mailing.State.DONE
    assert (mailing.total, mailing.sent, mailing.waiting) == (3, 3, 0)
    assert mailing.finished_at is not None


def test_by_its_jobs(going):
    mailing = going(3)
    run_due()
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent) == (Mailing.State.DONE, 3)


def test_whoever_signed_two_petitions_gets_one_in_the_latest_language(going, petition):
    other = PetitionFactory(campaign=petition.campaign)
    supporter(petition, "ada@example.org", language="de")
    supporter(other, "ada@example.org", language="tr")
    mailing = turns(going(0, languages=("de", "tr")))
    (letter,) = mail.outbox
    assert letter.subject == "Neues (tr)"
    assert mailing.total == 1


def test_more_people_than_one_page_and_one_turn(going, monkeypatch):
    monkeypatch.setattr("campaigns.services.mailing.gathering.PEOPLE_AT_ONCE", 4)
    monkeypatch.setattr(running, "LETTERS_A_TURN", 3)
    mailing = turns(going(11))
    assert len(set(recipients())) == len(mail.outbox) == mailing.sent == mailing.total == 11


def test_an_audience_of_nobody_is_done_at_once(going):
    mailing = turns(going(0))
    assert (mailing.state, mailing.total) == (Mailing.State.DONE, 0)


def test_started_twice_it_is_one(going):
    mailing = going(1)
    with pytest.raises(ValidationError):
        mailings.start(mailing)
    assert len({mailing.pk, mailings.prepare(mailing.update).pk}) == 1
    turns(mailing)
    assert len(mail.outbox) == 1


def test_a_consent_withdrawn_after_gathering_counts(going, petition):
    mailing = going(2)
    assert mailings.take_turn()  # gathered
    one = Signature.objects.first()
    consents.withdraw(one.person_key, NEWS, SUBJECT, one.pk)
    mailing = turns(mailing)
    assert recipients() == [
        name for name in ("person0@example.org", "person1@example.org") if name != one.email
    ]
    assert (mailing.total, mailing.sent, mailing.skipped) == (2, 1, 1)


def test_a_signature_withdrawn_at_the_last_moment_counts(going, monkeypatch):
    """Between the look at all of a turn and this one letter."""
    mailing = going(1)
    genuine = running.deliver

    def withdrawing(delivery, *others):
        petitions.withdraw(Signature.objects.get())
        return genuine(delivery, *others)

    monkeypatch.setattr(running, "deliver", withdrawing)
    mailing = turns(mailing)
    assert mail.outbox == []
    assert (mailing.skipped, mailing.sent, mailing.state) == (1, 0, Mailing.State.DONE)


def test_what_is_finished_holds_neither_name_nor_address(going):
    turns(going(2))
    kept = [(one.address, one.given_name) for one in Delivery.objects.all()]
    assert kept == [("", "")] * 2


def test_paused_midway_nobody_gets_it_twice(going, monkeypatch):
    monkeypatch.setattr(running, "LETTERS_A_TURN", 2)
    mailing = going(5)
    assert mailings.take_turn()
    assert mailings.take_turn()
    mailings.pause(mailing)
    mailing = turns(mailing)
    assert (mailing.state, mailing.sent, mailing.waiting) == (Mailing.State.PAUSED, 2, 3)
    mailings.resume(mailing)
    mailing = turns(mailing)
    assert len(set(recipients())) == len(mail.outbox) == 5
    assert mailing.state == Mailing.State.DONE


def test_a_pause_holds_back_the_letters_in_hand(going, monkeypatch):
    mailing = going(3)
    genuine = running.deliver

    def pausing(delivery, *others):
        Mailing.objects.update(state=Mailing.State.PAUSED)
        return genuine(delivery, *others)

    monkeypatch.setattr(running, "deliver", pausing)
    turns(mailing)
    assert mail.outbox == []
    assert {*Delivery.objects.values_list("state", flat=True)} == {Delivery.State.WAITING}


def test_paused_while_gathering_it_reads_on(going, monkeypatch):
    monkeypatch.setattr("campaigns.services.mailing.gathering.PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr(running, "SECONDS_A_TURN", 0)
    mailing = going(5)
    assert mailings.take_turn()
    mailings.pause(mailing)
    turns(mailing)
    assert 0 < Delivery.objects.count() < 5
    mailings.resume(mailing)
    monkeypatch.setattr(running, "SECONDS_A_TURN", 5)
    assert turns(mailing).sent == 5


def test_cancelled_midway_the_rest_is_forgotten(going, monkeypatch):
    monkeypatch.setattr(running, "LETTERS_A_TURN", 2)
    mailing = going(5)
    assert mailings.take_turn()
    assert mailings.take_turn()
    mailings.cancel(mailing)
    run_due()
    mailing.refresh_from_db()
    assert (mailing.sent, mailing.skipped, mailing.waiting) == (2, 3, 0)
    assert len(mail.outbox) == 2
    assert {one.address for one in Delivery.objects.all()} == {""}
    for verb in (mailings.start, mailings.resume, mailings.pause, mailings.send_uncertain_again):
        with pytest.raises(ValidationError):
            verb(mailing)


def test_two_mailings_go_on_by_turns(going, petition):
    first = going(2)
    second = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
    mailings.start(second)
    turns(first)
    second.refresh_from_db()
    assert (first.sent, second.sent, len(mail.outbox)) == (2, 2, 4)


class TestStarting:
    def test_at_its_time(self, going, petition):
        supporter(petition, "ada@example.org")
        mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
        at = timezone.now() + timedelta(hours=1)
        mailings.schedule(mailing, at)
        assert mailings.start_due() == 0
        assert mailings.start_due(at) == 1
        assert turns(mailing).sent == 1

    def test_not_before_its_update_is_public(self, petition):
        update = CampaignUpdateFactory(campaign=petition.campaign, state="draft")
        mailing = mailings.prepare(update)
        with pytest.raises(ValidationError, match="Neuigkeit"):
            mailings.start(mailing)
        at = timezone.now() + timedelta(hours=1)
        with pytest.raises(ValidationError, match="Neuigkeit"):
            mailings.schedule(mailing, at)
        update.publish_at = at
        update.save()
        mailings.schedule(mailing, at)
        # Due, and its update still is not out: it waits.
        assert mailings.start_due(at) == 0
        mailing.refresh_from_db()
        assert mailing.state == Mailing.State.SCHEDULED

    def test_a_time_that_has_passed_is_refused(self, petition):
        mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
        with pytest.raises(ValidationError, match="vorbei"):
            mailings.schedule(mailing, timezone.now())

    def test_a_time_can_be_taken_away(self, petition):
        mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
        mailings.schedule(mailing, timezone.now() + timedelta(hours=1))
        mailings.unschedule(mailing)
        assert (mailing.state, mailing.send_at) == (Mailing.State.DRAFT, None)

    def test_a_draft_campaign_sends_nothing(self, petition):
        campaign = petition.campaign
        mailing = mailings.prepare(CampaignUpdateFactory(campaign=campaign))
        campaign.state = "draft"
        campaign.save()
        with pytest.raises(ValidationError, match="Kampagne"):
            mailings.start(mailing)
