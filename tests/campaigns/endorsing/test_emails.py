"""Each step is mailed to those who decide on the other side, each in their language."""

import pytest
from django.core import mail

from accounts.models import User
from campaigns import services
from campaigns.endorsement_emails import LETTERS
from campaigns.models import Endorsement
from jobs.services import run_due
from tests.organising import somebody

pytestmark = pytest.mark.django_db


def mailed() -> set[str]:
    mail.outbox.clear()
    run_due()
    return {to for message in mail.outbox for to in message.to}


def test_every_step_goes_to_the_other_side(campaign, union, leader, signer):
    for side in (campaign.lead, union):
        somebody("editor", side)
    asked = services.invite_partner(campaign, union, "Macht ihr mit?", actor=leader)
    assert mailed() == {signer.email}
    assert "Macht ihr mit?" in mail.outbox[0].body
    assert "/de/organise/organisations/bund/endorsements/" in mail.outbox[0].body
    services.accept_invitation(asked, "Ja.", actor=signer)
    assert mailed() == {leader.email}
    assert "/de/organise/campaigns/wahlrecht/partners/" in mail.outbox[0].body
    services.propose_wording(asked, "Aber ja.", actor=signer)
    assert mailed() == {leader.email}
    services.take_over_wording(asked, 2, actor=leader)
    assert mailed() == {signer.email}
    services.withdraw(asked, "Leider", actor=signer)
    assert mailed() == {leader.email}
    assert "Leider" in mail.outbox[0].body
    again = services.ask_to_endorse(campaign, union, "Doch.", actor=signer)
    assert mailed() == {leader.email}
    services.decline(again, "campaign", actor=leader)
    assert mailed() == {signer.email}
    assert "/de/organise/organisations/bund/endorsements/" in mail.outbox[0].body


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
@pytest.mark.parametrize("deed", list(LETTERS))
def test_each_in_each_language(requested, leader, language, deed):
    User.objects.update(language=language)
    mail.outbox.clear()
    endorsement = Endorsement.objects.for_lists().get()
    endorsement.message = endorsement.reason = "<b>Wort</b>"
    LETTERS[deed].send(endorsement, User.objects.get(pk=leader.pk))
    [message] = mail.outbox
    html = message.alternatives[0].content
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert f"/{language}/organise/" in message.body
    told = message.subject + message.body
    assert "Bunter Bund" in told or "wahlrecht" in told
    assert "%(" not in told
    assert "<b>Wort" not in html


def test_what_is_over_meanwhile_is_not_told(invited, leader, signer):
    services.retract(invited, "campaign", actor=leader)
    run_due()
    subjects = [message.subject for message in mail.outbox]
    assert len(subjects) == 1


def test_whoever_left_meanwhile_gets_none(invited, signer):
    User.objects.filter(pk=signer.pk).update(is_active=False)
    assert mailed() == set()
