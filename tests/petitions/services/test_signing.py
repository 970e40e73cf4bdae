"""Signing again: until it is confirmed the newest words count, and only their link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.registry import HANDLERS
from jobs.services import run_due
from petitions import emails, services
from petitions.consents import NEWS, SHOW_NAME, SIGNING
from petitions.models import Signature
from petitions.models.signatures import UNCONFIRMED_KEPT
from petitions.services import storing
from privacy import secrets
from privacy.models import Consent, Secret
from privacy.services import erase
from tests.factories import SignatureFactory, details
from tests.petitions.signing import KIND, sign, store_one

pytestmark = pytest.mark.django_db

OTHER_WORDS = [
    {"given_name": "Ayşegül"},
    {"family_name": "Öztürk"},
    {"email": "AYSE@example.org"},
    {"postcode": "44145"},
    {"language": "tr"},
    {"source": "plakat"},
    {"consents": {SIGNING: "I agree indeed."}},
    {"consents": {SIGNING: "I agree.", NEWS: "News."}},
]


def agreed() -> set[tuple[str, str]]:
    return set(Consent.objects.values_list("purpose", "wording__text"))


def test_other_words_replace_all_that_was_said(signed, petition):
    mine = {SIGNING: "Katılıyorum.", SHOW_NAME: "Adım."}
    english = petition.texts.get(language="en")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sign(
            "wahlrecht",
            details(
                given_name="A",
                family_name="Y",
                email="ayse+x@example.org",
                postcode="10115",
                language="tr",
                source="plakat",
                text_id=english.pk,
                consents=mine,
            ),
        )
    row = Signature.objects.get()
    assert row.pk == signed.pk
    assert (row.given_name, row.family_name, row.email) == ("A", "Y", "ayse+x@example.org")
    assert (row.postcode, row.district) == ("10115", "")
    assert (row.language, row.source, row.text) == ("tr", "plakat", english)
    assert row.show_name
    assert row.signed_at - signed.signed_at > timedelta(days=1)
    assert agreed() == set(mine.items())


def test_a_box_that_is_no_longer_ticked_is_no_consent(petition):
    sign("wahlrecht", details(consents={SIGNING: "Yes.", SHOW_NAME: "N", NEWS: "M"}))
    sign("wahlrecht", details(consents={SIGNING: "Yes."}))
    assert not Signature.objects.get().show_name
    assert agreed() == {(SIGNING, "Yes.")}


@pytest.mark.parametrize("words", OTHER_WORDS)
def test_other_words_bring_a_mail_at_once_and_end_the_older_link(signed, secret_mailed, words):
    old = secret_mailed()
    sign("wahlrecht", details(**words))
    new = secret_mailed()
    assert len(mail.outbox) == 2
    with pytest.raises(secrets.SecretUnknown):
        services.confirm(old)
    assert services.confirm(new).is_new


def test_the_same_words_change_nothing(signed, secret_mailed):
    secret = secret_mailed()
    before = Signature.objects.values().get()
    sign("wahlrecht", details())
    run_due()
    assert Signature.objects.values().get() == before
    assert len(mail.outbox) == 1
    assert services.confirm(secret).is_new


def test_the_same_words_later_give_the_new_link_its_whole_time(signed, secret_mailed):
    older = secret_mailed()
    with time_machine.travel(signed.signed_at + UNCONFIRMED_KEPT - timedelta(hours=1)):
        sign("wahlrecht", details())
        newer = secret_mailed()
        assert secrets.look_up(older, "petitions.confirm")
    with time_machine.travel(signed.signed_at + UNCONFIRMED_KEPT + timedelta(days=13)):
        assert services.confirm(newer).is_new


@pytest.mark.parametrize("state", ["confirmed", "invalidated"])
def test_what_is_decided_is_never_changed(confirmed, state):
    Signature.objects.update(state=state)
    before, consents = Signature.objects.values().get(), agreed()
    sign("wahlrecht", details(given_name="Bob", consents={SIGNING: "x", NEWS: "y"}))
    assert Signature.objects.values().get() == before
    assert agreed() == consents


def test_a_link_from_before_the_withdrawal_confirms_no_later_signing(signed, secret_mailed):
    old = secret_mailed()
    services.withdraw(signed)
    sign("wahlrecht", details())
    with pytest.raises(secrets.SecretUnknown):
        services.confirm(old)
    assert services.confirm(secret_mailed()).is_new


def test_words_that_change_while_a_mail_is_on_its_way_get_their_own(signed, monkeypatch):
    send = emails.send_confirmation

    def meanwhile(signature, secret):
        monkeypatch.setattr(emails, "send_confirmation", send)
        sign("wahlrecht", details(given_name="Ayşegül"))
        send(signature, secret)

    monkeypatch.setattr(emails, "send_confirmation", meanwhile)
    run_due()
    assert ["Ayşegül" in one.body for one in mail.outbox] == [False, True]
    # The first mail's link went with its words.
    assert Secret.objects.filter(purpose="petitions.confirm").count() == 1
    assert Signature.objects.get().mailed_at


def test_a_row_deleted_meanwhile_is_written_after_all(signed, monkeypatch):
    def deleted_meanwhile(*args):
        Signature.objects.all().delete()

    monkeypatch.setattr(storing, "check", deleted_meanwhile)
    sign("wahlrecht", details(given_name="Ayşegül"))
    row = Signature.objects.get()
    assert (row.given_name, row.state) == ("Ayşegül", "pending")
    assert Consent.objects.filter(subject_id=str(row.pk)).count() == 1


def taken_at(moment, **changes) -> dict:
    """The job of a signing that was sent at this moment, which nobody has stored yet."""
    with time_machine.travel(moment, tick=False):
        services.sign("wahlrecht", details(**changes))
    job = Job.objects.filter(kind=KIND).latest("created_at")
    payload = job.payload
    job.delete()
    return payload


def test_the_newest_words_count_in_whatever_order_they_are_stored(signed):
    older = taken_at(signed.signed_at + timedelta(hours=1), given_name="Older")
    newer = taken_at(signed.signed_at + timedelta(hours=2), given_name="Newer")
    for payload in (newer, older, newer, older):
        store_one(payload)
        assert Signature.objects.get().given_name == "Newer"
    run_due()
    [message] = mail.outbox
    assert "Newer" in message.body


def test_what_was_sent_before_a_withdrawal_and_stored_after_it_changes_nothing(confirmed):
    sent_before = taken_at(timezone.now())
    services.withdraw(confirmed)
    HANDLERS[KIND](sent_before)
    run_due()
    assert Signature.objects.get().state == "withdrawn"
    assert not mail.outbox


def test_what_was_signed_in_time_is_stored_after_the_end_too(petition):
    payload = taken_at(timezone.now())
    services.close(petition)
    HANDLERS[KIND](payload)
    assert Signature.objects.get().state == "pending"


def test_consents_are_given_when_the_form_was_sent(petition):
    sent_at = timezone.now() - timedelta(hours=3)
    HANDLERS[KIND](taken_at(sent_at))
    assert Consent.objects.get().given_at == Signature.objects.get().signed_at == sent_at


def test_stored_twice_is_stored_once(petition):
    payload = taken_at(timezone.now())
    for _ in range(2):
        HANDLERS[KIND](payload)
        run_due()
    assert Consent.objects.count() == 1
    assert len(mail.outbox) == 1


def test_whoever_stores_it_mails_at_once(petition, monkeypatch):
    monkeypatch.setattr("jobs.broker.tell", lambda *_: pytest.fail("The broker was told."))
    HANDLERS[KIND](taken_at(timezone.now()))
    assert len(mail.outbox) == 1


def test_a_mail_whose_worker_died_is_found_by_the_sweeper(petition):
    store_one(taken_at(timezone.now() - timedelta(seconds=5)))
    assert Job.objects.claimable(timezone.now()).get().kind == "petitions.mail_signatory"


def test_who_erases_everything_takes_back_what_is_not_stored_yet(confirmed):
    services.sign("wahlrecht", details(given_name="Later"))
    erase(confirmed.person_key)
    run_due()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("state", [None, "pending", "confirmed", "withdrawn", "invalidated"])
def test_a_repeat_asks_the_database_the_very_same(petition, state):
    def asked(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            services.sign("wahlrecht", details(email=email))
        return [re.sub(r"'[^']*'", "?", one["sql"]) for one in queries.captured_queries]

    asked("somebody@example.org")
    first = asked("nobody@example.org")
    if state:
        SignatureFactory(petition=petition, email="ayse@example.org", state=state)
    assert asked("ayse@example.org") == first
    assert len(first) == 1
