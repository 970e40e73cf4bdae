"""Who calls with an address is found by it, and gets the mail once more."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from jobs.services import run_due
from petitions import services
from petitions.models import Signature
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, SignatureFactory
from web.limits import LimitExceeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db) -> User:
    return User.objects.create_user("amt@example.org")


@pytest.mark.parametrize("typed", ["ayse@example.org", " AYSE@Example.ORG ", "ayse+x@example.org"])
def test_the_address_of_the_person_finds_the_signature(signed, office, typed):
    found = services.find_by_address(signed.petition, typed, actor=office)
    assert found == signed


@pytest.mark.parametrize("typed", ["ays@example.org", "@example.org", "Yılmaz", "ayse", "", "%"])
def test_nothing_else_does(signed, office, typed):
    try:
        found = services.find_by_address(signed.petition, typed, actor=office)
    except ValidationError:
        found = None
    assert found is None


def test_a_key_of_before_still_finds(signed, office, settings):
    settings.PERSON_KEYS = ["2:newer-secret", *settings.PERSON_KEYS]
    assert services.find_by_address(signed.petition, signed.email, actor=office) == signed


def test_other_petitions_and_who_withdrew_are_not_found(signed, office):
    elsewhere = PetitionFactory()
    assert services.find_by_address(elsewhere, signed.email, actor=office) is None
    email = signed.email
    services.withdraw(signed)
    assert services.find_by_address(signed.petition, email, actor=office) is None


def test_each_search_is_written_down_without_the_address(signed, office):
    services.find_by_address(signed.petition, signed.email, actor=office)
    services.find_by_address(signed.petition, "nobody@example.org", actor=office)
    miss, hit = AuditEntry.objects.filter(verb="petitions.signature_searched")
    assert hit.detail == {"found": True, "signature": str(signed.pk)}
    assert miss.detail == {"found": False}
    assert {hit.subject_id, miss.subject_id} == {str(signed.petition_id)}


def test_nobody_searches_through_an_address_book(signed, office, settings):
    settings.LIMITS = settings.LIMITS | {"find:user": "2/hour"}
    for _ in range(2):
        services.find_by_address(signed.petition, "a@example.org", actor=office)
    with pytest.raises(LimitExceeded):
        services.find_by_address(signed.petition, "a@example.org", actor=office)


def test_the_mail_is_sent_once_more_and_prolongs_nothing(signed, office):
    run_due()
    signed_at = signed.signed_at
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        services.resend_confirmation(signed, actor=office)
        services.resend_confirmation(signed, actor=office)
        run_due()
    assert len(mail.outbox) == 2
    assert "/confirm/" in mail.outbox[1].body
    signed.refresh_from_db()
    assert signed.signed_at == signed_at
    assert AuditEntry.objects.filter(verb="petitions.confirmation_sent_again").exists()


def test_a_mail_that_went_out_just_now_is_not_sent_again(signed, office):
    run_due()
    signed.refresh_from_db()
    with pytest.raises(ValidationError, match="fünf Minuten"):
        services.resend_confirmation(signed, actor=office)


def test_a_mailbox_is_no_toy_for_the_office_either(signed, office):
    for number in range(3):
        with time_machine.travel(timezone.now() + timedelta(minutes=10 * number)):
            services.resend_confirmation(signed, actor=office)
            run_due()
    with time_machine.travel(timezone.now() + timedelta(minutes=60)), pytest.raises(LimitExceeded):
        services.resend_confirmation(signed, actor=office)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("state", ["confirmed", "withdrawn", "invalidated"])
def test_only_what_waits_is_mailed(petition, office, state):
    signature = SignatureFactory(petition=petition, state=state)
    with pytest.raises(ValidationError):
        services.resend_confirmation(signature, actor=office)


def test_not_after_the_handover_nor_after_its_time(signed, office):
    with (
        time_machine.travel(timezone.now() + timedelta(days=14, hours=1)),
        pytest.raises(ValidationError, match="noch einmal"),
    ):
        services.resend_confirmation(signed, actor=office)
    services.hand_over(signed.petition)
    with pytest.raises(ValidationError):
        services.resend_confirmation(signed, actor=office)
    Signature.objects.all().delete()
    with pytest.raises(ValidationError):
        services.resend_confirmation(signed, actor=office)
