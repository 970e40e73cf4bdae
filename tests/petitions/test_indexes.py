"""What is found by which index: with millions of rows the wrong one is an outage."""

import pytest
from django.db import connection

from petitions.models import Signature
from privacy.models import Consent
from tests.factories import details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def constraints_of(model) -> dict:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, model._meta.db_table)


def test_a_person_signs_a_petition_once_and_is_found_by_the_same_index():
    one = constraints_of(Signature)["one_signature_each_person"]
    assert one["unique"]
    assert one["columns"] == ["person_key", "petition_id"]
    assert "signature_person" not in constraints_of(Signature)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
@pytest.mark.parametrize(
    ("rows", "indexes"),
    [
        (Signature.objects.of("1:ada"), {"one_signature_each_person"}),
        (Consent.objects.of("1:ada"), {"one_standing_consent", "consent_ended_by_person"}),
        (Signature.objects.filter(state="withdrawn"), {"signature_left"}),
        (Signature.objects.order_by("-signed_at", "-pk")[:100], {"signature_newest"}),
    ],
    ids=["signatures", "consents", "left", "newest"],
)
def test_what_is_asked_among_millions_has_its_index(rows, indexes):
    with connection.cursor() as cursor:
        # In a small table reading all is quicker; here only what is possible matters.
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert all(index in plan for index in indexes), plan


def test_all_consents_of_a_person_are_found_standing_and_withdrawn(petition):
    sign("wahlrecht", details())
    consent = Consent.objects.get()
    assert list(Consent.objects.of(consent.person_key)) == [consent]
    consent.withdrawn_at = consent.given_at
    consent.save()
    assert list(Consent.objects.of(consent.person_key)) == [consent]
    assert not Consent.objects.of("1:somebody")
