"""Withdrawing, hiding the name, being forgotten."""

import pytest

from petitions import services
from petitions.consents import SHOW_NAME, SIGNING
from petitions.models import Petition, Signature
from petitions.services.confirming import issue_confirmation
from privacy.models import Consent
from privacy.secrets import SecretUnknown
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def count() -> int:
    services.fold()
    return Petition.objects.get(slug="wahlrecht").confirmed_count


def test_withdrawing_empties_the_row_ends_the_consents_and_lowers_the_count(confirmed):
    Signature.objects.update(show_name=True)
    assert count() == 1
    assert services.withdraw(confirmed)
    confirmed.refresh_from_db()
    assert confirmed.state == "withdrawn"
    assert confirmed.withdrawn_at
    told = (confirmed.given_name, confirmed.family_name, confirmed.email, confirmed.postcode)
    assert told == ("", "", "", "")
    assert confirmed.district == ""
    assert not confirmed.show_name
    assert not Consent.objects.standing().exists()
    # What is left is the proof, which no longer says for what it was given.
    assert Consent.objects.get().subject_id == ""
    assert count() == 0


def test_no_link_mailed_before_confirms_what_is_signed_after_a_withdrawal(signed, secret_mailed):
    before = secret_mailed()
    reminder = issue_confirmation(signed)
    stranger = SignatureFactory(petition=signed.petition, state="pending")
    other = issue_confirmation(stranger)
    services.withdraw(signed)
    sign("wahlrecht", details())
    for link in (before, reminder):
        with pytest.raises(SecretUnknown):
            services.confirm(link)
    assert services.confirm(other).is_new


def test_withdrawing_twice_does_nothing_more(confirmed):
    assert services.withdraw(confirmed)
    assert not services.withdraw(confirmed)
    assert count() == 0


def test_what_was_never_confirmed_leaves_no_proof_and_no_count(signed):
    assert services.withdraw(signed)
    assert count() == 0
    assert not Consent.objects.exists()
    assert Signature.objects.get().email == ""


def test_after_the_handover_the_data_goes_and_the_count_stays(petition, confirmed):
    loaded_before = Signature.objects.select_related("petition").get()
    services.hand_over(petition)
    assert services.withdraw(loaded_before)
    confirmed.refresh_from_db()
    assert confirmed.email == ""
    assert count() == 1


def test_showing_the_name_is_a_consent_of_its_own(confirmed):
    services.set_name_shown(confirmed, True, "de")
    services.set_name_shown(confirmed, True, "de")
    assert Signature.objects.get().show_name
    assert Consent.objects.standing().filter(purpose=SHOW_NAME).count() == 1
    services.set_name_shown(confirmed, False, "de")
    assert not Signature.objects.get().show_name
    assert not Consent.objects.standing().filter(purpose=SHOW_NAME).exists()
    assert Consent.objects.standing().filter(purpose=SIGNING).count() == 1


@pytest.mark.parametrize("state", ["pending", "withdrawn", "invalidated"])
def test_only_a_confirmed_name_can_be_shown(petition, state):
    signature = SignatureFactory(petition=petition, state=state)
    services.set_name_shown(signature, True, "de")
    assert not Signature.objects.get().show_name
    assert not Consent.objects.exists()


def test_erasing_deletes_every_signature_of_that_person_only(confirmed):
    other = PetitionFactory()
    sign(other.slug, details())
    stranger = SignatureFactory(petition=other, email="bob@example.org")
    services.erase(confirmed.person_key)
    assert Signature.objects.get() == stranger
    assert count() == 0
    services.erase(confirmed.person_key)
    assert count() == 0


def test_erasing_after_the_handover_leaves_the_count(petition, confirmed):
    services.hand_over(petition)
    services.erase(confirmed.person_key)
    assert not Signature.objects.exists()
    assert count() == 1
