"""Whom a campaign may write to: its petitions' signatories who asked for it, while they do."""

import pytest

from campaigns import audience
from petitions import services
from petitions.audience import end, read, wanting
from petitions.consents import NEWS, SHOW_NAME
from petitions.models import Signature
from petitions.services.confirming import SUBJECT
from privacy import consents
from tests.factories import PetitionFactory, SignatureFactory, supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    return PetitionFactory()


def addresses(petition, limit: int = 500) -> list[str]:
    found, after = [], ""
    while after is not None:
        page = read(petition.campaign_id, after, limit)
        found += [one.address for one in page.supporters]
        after = page.after
    return found


def test_those_with_a_standing_consent_and_a_signature_that_counts(petition):
    supporter(petition, "ada@example.org")
    supporter(petition, "pending@example.org", state=Signature.State.PENDING)
    supporter(PetitionFactory(), "elsewhere@example.org")
    other = SignatureFactory(petition=petition, email="other@example.org")
    consents.give(other.person_key, SHOW_NAME, "Show.", "de", SUBJECT, other.pk)
    changed = supporter(petition, "changed@example.org")
    consents.withdraw(changed.person_key, NEWS, SUBJECT, changed.pk)
    services.withdraw(supporter(petition, "withdrawn@example.org"))
    assert addresses(petition) == ["ada@example.org"]


def test_page_by_page_nobody_is_missing_or_twice(petition):
    wanted = {supporter(petition).email for _ in range(7)}
    for _ in range(5):
        SignatureFactory(petition=petition)
    found = addresses(petition, limit=2)
    assert len(found) == 7
    assert set(found) == wanted


def test_a_consent_for_another_campaign_is_none_for_this(petition):
    elsewhere = supporter(PetitionFactory(), "ada@example.org")
    SignatureFactory(petition=petition, email="ada@example.org")
    assert addresses(petition) == []
    assert wanting(petition.campaign_id, {elsewhere.person_key}) == set()


def test_who_wants_it_now(petition):
    ada, bob = (supporter(petition, f"{name}@example.org").person_key for name in ("ada", "bob"))
    keys = {ada, bob, "1:nobody"}
    assert wanting(petition.campaign_id, keys) == {ada, bob}
    end(petition.campaign_id, ada)
    assert wanting(petition.campaign_id, keys) == {bob}


def test_one_of_two_consents_is_enough(petition):
    second = PetitionFactory(campaign=petition.campaign)
    first = supporter(petition, "ada@example.org")
    supporter(second, "ada@example.org")
    consents.withdraw(first.person_key, NEWS, SUBJECT, first.pk)
    assert wanting(petition.campaign_id, {first.person_key}) == {first.person_key}
    end(petition.campaign_id, first.person_key)
    assert wanting(petition.campaign_id, {first.person_key}) == set()


def test_more_keys_than_one_question_takes(petition, monkeypatch):
    monkeypatch.setattr("petitions.audience.KEYS_AT_ONCE", 2)
    keys = {supporter(petition).person_key for _ in range(5)}
    assert wanting(petition.campaign_id, keys) == keys


def test_a_fixed_number_of_queries(petition, django_assert_num_queries):
    supporter(petition)
    for _ in range(2):
        with django_assert_num_queries(3):
            read(petition.campaign_id, "", 500)
        for _ in range(2):
            supporter(petition)


def test_it_is_registered():
    assert "petitions" in [one.name for one in audience.registered()]


def test_two_audiences_of_one_name_are_refused():
    with pytest.raises(ValueError, match="petitions"):
        audience.register(audience.Audience("petitions", read, wanting, lambda *_: None))
