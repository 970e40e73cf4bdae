"""What is kept, until when, and what is left afterwards."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from petitions import personal_data, services
from petitions.models import Petition, Signature, TallyEntry
from petitions.services.tally import enter
from privacy import retention
from privacy.models import Consent
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def after(**time) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time))


def night() -> None:
    retention.carry_out()


def test_what_was_not_confirmed_goes_after_fourteen_days_with_its_consents(signed):
    with after(days=13, hours=23):
        night()
        assert Signature.objects.count() == 1
    with after(days=14, hours=1):
        night()
        assert not Signature.objects.exists()
        # Perhaps somebody else typed the address: nothing is to be proved.
        assert not Consent.objects.exists()
        sign("wahlrecht", details())


def test_what_was_not_confirmed_before_a_handover_goes_the_next_night(petition, signed):
    services.close(petition)
    night()
    assert Signature.objects.exists()
    services.hand_over(petition)
    night()
    assert not Signature.objects.exists()


def test_what_was_withdrawn_goes_fourteen_days_later(confirmed):
    with after(days=100):
        services.withdraw(confirmed)
        night()
        assert Signature.objects.exists()
    with after(days=115):
        night()
        assert not Signature.objects.exists()
        assert Consent.objects.withdrawn().count() == 1


def test_what_counts_stays_until_half_a_year_after_the_handover(petition, confirmed):
    with after(days=400):
        night()
        assert Signature.objects.exists()
        services.hand_over(petition)
        services.answer(petition)
    with after(days=579):
        night()
        assert Signature.objects.exists()
    with after(days=581):
        night()
        assert not Signature.objects.exists()
        assert not Consent.objects.standing().exists()
        assert Consent.objects.get().subject_id == ""
        assert services.recount() == []
        assert services.fold() == 0
        assert Petition.objects.get().confirmed_count == 1


def test_what_was_closed_and_never_handed_over_goes_after_a_year(petition, confirmed):
    SignatureFactory(petition=petition, state="withdrawn")
    services.close(petition)
    with after(days=363):
        services.fold()
        assert services.recount() == []
        services.withdraw(SignatureFactory(petition=petition))
        assert TallyEntry.objects.count() == 1
        TallyEntry.objects.all().delete()
    with after(days=364, hours=12):
        night()
        assert Signature.objects.confirmed().count() == 1
        # From here on the count stands still: who goes now leaves the number as it is.
        assert not enter(petition.pk, -1, timezone.now())
        with pytest.raises(ValidationError):
            services.publish(petition)
    with after(days=366):
        night()
        assert not Signature.objects.confirmed().exists()
        assert not Consent.objects.standing().exists()
        assert services.recount() == []
        assert services.fold() == 0
        with pytest.raises(ValidationError):
            services.publish(petition)
        services.hand_over(petition)
        assert Petition.objects.get().confirmed_count == 1


def test_a_petition_opened_again_keeps_its_signatures(petition, confirmed):
    services.close(petition)
    with after(days=300):
        services.publish(petition)
        assert petition.closed_at is None
    with after(days=400):
        night()
        assert Signature.objects.exists()
        services.close(petition)
        night()
        assert Signature.objects.exists()


def test_many_are_deleted_in_batches(petition):
    signatures = [SignatureFactory(petition=petition, state="pending") for _ in range(5)]
    over = Signature.objects.filter(pk__in=[one.pk for one in signatures])
    assert personal_data._delete(over, lambda kind, ids: 0, batch=2) == 5


def test_the_newest_address_is_where_a_link_is_sent(petition, confirmed):
    key = confirmed.person_key
    assert personal_data.address_of(key) == "ayse@example.org"
    services.withdraw(confirmed)
    assert personal_data.address_of(key) is None


def test_a_confirmed_address_comes_before_one_that_was_only_typed_in(confirmed):
    later = {"person_key": confirmed.person_key, "signed_at": timezone.now() + timedelta(days=1)}
    typed_in = SignatureFactory(
        petition=PetitionFactory(), state="pending", email="ayse+x@example.org", **later
    )
    assert personal_data.address_of(confirmed.person_key) == "ayse@example.org"
    newer = SignatureFactory(petition=PetitionFactory(), email="AYSE@example.org", **later)
    assert personal_data.address_of(confirmed.person_key) == "AYSE@example.org"
    services.withdraw(newer)
    services.withdraw(confirmed)
    assert personal_data.address_of(confirmed.person_key) == typed_in.email


def test_every_personal_field_has_a_rule():
    assert not [one for one in retention.missing() if "petitions" in str(one)]


def test_what_is_stored_is_not_readable_in_the_database(signed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM petitions_signature")
        row = str(cursor.fetchall())
    for told in ("Ayşe", "Yılmaz", "ayse@", "44137"):
        assert told not in row
    assert "Innenstadt-West" in row
