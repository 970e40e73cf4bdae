"""Many decide at the same moment: one is heard, and the rest learn how it stands."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from campaigns import services
from campaigns.models import Endorsement
from privacy.models import AuditEntry
from tests.campaigns.endorsing.conftest import STATEMENT
from tests.petitions.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]
State = Endorsement.State


def fresh(endorsement: Endorsement) -> Endorsement:
    return Endorsement.objects.select_related("campaign", "organisation").get(pk=endorsement.pk)


def audited(verb: str) -> int:
    return AuditEntry.objects.filter(verb=f"campaigns.endorsement_{verb}").count()


def test_twenty_invite_at_once_and_one_is_stored(campaign, union, leader):
    def invite():
        return services.invite_partner(campaign, union, actor=leader).state

    assert Counter(at_once(20, invite)) == {State.INVITED: 1, ValidationError: 19}
    assert Endorsement.objects.count() == audited("invited") == 1


def test_both_ask_at_once_and_one_does(campaign, union, leader, signer):
    deeds = [
        *[lambda: services.invite_partner(campaign, union, actor=leader).pk] * 10,
        *[lambda: services.ask_to_endorse(campaign, union, STATEMENT, actor=signer).pk] * 10,
    ]
    outcomes = at_once(20, lambda: deeds.pop()())
    assert outcomes.count(ValidationError) == 19
    assert Endorsement.objects.live().count() == 1


def test_accepted_and_declined_at_once_is_one_of_the_two(invited, signer):
    deeds = [
        *[lambda: services.accept_invitation(fresh(invited), STATEMENT, actor=signer)] * 10,
        *[lambda: services.decline(fresh(invited), "organisation", actor=signer)] * 10,
    ]
    outcomes = at_once(20, lambda: deeds.pop()())
    assert Counter(outcomes) == {None: 1, ValidationError: 19}
    now = fresh(invited)
    assert now.state in (State.ACCEPTED, State.DECLINED)
    assert audited("accepted") + audited("declined") == 1
    assert now.signings.count() == now.texts.count() == int(now.state == State.ACCEPTED)


def test_accepted_while_taken_back(requested, leader, signer):
    deeds = [
        *[lambda: services.accept_request(fresh(requested), actor=leader)] * 10,
        *[lambda: services.retract(fresh(requested), "organisation", actor=signer)] * 10,
    ]
    assert Counter(at_once(20, lambda: deeds.pop()())) == {None: 1, ValidationError: 19}
    assert audited("accepted") + audited("retracted") == 1


def test_withdrawn_and_ended_at_once_is_over_once(accepted, leader, signer):
    deeds = [
        *[lambda: services.withdraw(fresh(accepted), actor=signer)] * 10,
        *[lambda: services.end(fresh(accepted), actor=leader)] * 10,
    ]
    assert Counter(at_once(20, lambda: deeds.pop()())) == {None: 1, ValidationError: 19}
    assert audited("withdrawn") + audited("ended") == 1


def test_ten_new_wordings_at_once_are_ten_versions(accepted, signer):
    outcomes = at_once(10, lambda: services.propose_wording(fresh(accepted), "Neu", actor=signer))
    assert outcomes == [None] * 10
    assert sorted(accepted.signings.values_list("version", flat=True)) == list(range(1, 12))
    assert fresh(accepted).proposed_version == 11
