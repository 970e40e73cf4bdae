"""A checker that cannot fail is a defect: each fault of the books is found, and named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chaos import checks
from chaos.found import modules
from chaos.ledger import Books, Entry
from chaos.postbox import Mail
from chaos.proxy import Answer
from jobs.models import Job
from petitions.consents import SIGNING
from petitions.models import PetitionDay, Signature, TallyEntry
from privacy import consents
from privacy.models import Consent
from privacy.person import person_key
from tests.factories import PetitionFactory, SignatureFactory

pytestmark = pytest.mark.django_db
ADA, BEN = "ada@example.org", "ben@example.org"


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def entry(deed, person=ADA, status=302, during="web"):
    return Entry(deed, person, during, Answer(status, 0.1))


@pytest.fixture
def petition():
    made = PetitionFactory(state="open", confirmed_count=1)
    PetitionDay.objects.create(petition=made, day=timezone.localdate(), confirmed=1)
    return made


@pytest.fixture
def signature(petition):
    made = SignatureFactory(petition=petition, email=ADA)
    about = ("petitions.Signature", str(made.pk))
    consents.give(made.person_key, SIGNING, "I agree.", "de", *about)
    return made


@pytest.fixture
def books(signature):
    """Ada signed, got her mail and confirmed, twice at once; all is as it should be."""
    Job.objects.create(kind="petitions.mail_signatory", state=Job.State.DONE)
    entries = [
        entry("sign"),
        entry("confirm"),
        entry("confirm", status=410),
        entry("look", status=200, during="afterwards"),
    ]
    return Books(entries, [Mail(ADA, "Confirm", "")], rows, person_key)


def wrong(books):
    judged = [line for module in modules(checks).values() for line in module.check(books)]
    return {line.what: line.wrong for line in judged if not line.is_right}


def more(books, *entries):
    return replace(books, entries=[*books.entries, *entries])


def test_books_that_are_right_are_called_right(books):
    assert wrong(books) == {}


def test_a_run_without_people_proves_nothing():
    assert "answered signings are stored" in wrong(Books([], [], rows, person_key))


def test_a_lost_signing_is_told_with_all_that_is_known_of_it(books):
    found = wrong(more(books, entry("sign", BEN)))
    assert found == {"answered signings are stored": [f"{BEN}: sign 302 during web"]}


@pytest.mark.parametrize("status", [None, 0, 500])
def test_a_signing_that_was_not_answered_may_be_missing(books, status):
    assert wrong(more(books, entry("sign", BEN, status))) == {}


def test_a_signature_that_nobody_sent(books, petition):
    SignatureFactory(petition=petition, email=BEN, state="pending")
    assert {"stored signatures were sent", "signatures have their consent"} <= set(wrong(books))


def test_a_missing_mail(books):
    found = wrong(replace(books, mails=[Mail(BEN, "Confirm", "")]))
    assert len(found["stored signatures have their mail"]) == 1
    assert found["mails belong to a stored signature"] == ["mail 'Confirm'"]


def test_a_lost_confirmation(books, signature, petition):
    Signature.objects.update(state="pending", confirmed_at=None)
    petition.days.update(confirmed=0)
    type(petition).objects.update(confirmed_count=0)
    assert "answered confirmations are stored" in wrong(books)


def test_a_link_that_was_said_to_be_over_although_it_was_needed(books, petition):
    Signature.objects.update(state="pending", confirmed_at=None)
    asked = [entry("sign"), entry("confirm", status=410)]
    assert "whose link was over is confirmed" in wrong(replace(books, entries=asked))


def test_somebody_counts_who_did_not_ask_for_it(books):
    found = wrong(replace(books, entries=[entry("sign")]))
    assert "confirmed people have asked for it" in found


@pytest.mark.parametrize("count", [0, 2])
def test_a_count_that_is_off(books, petition, count):
    type(petition).objects.update(confirmed_count=count)
    (sentence,) = wrong(books)["counted signatures are confirmed ones"]
    assert sentence == f"{petition.slug} says {count}, its days 1, and 1 are confirmed"


def test_a_day_that_is_off(books, petition):
    petition.days.update(confirmed=2)
    assert "counted signatures are confirmed ones" in wrong(books)


def test_an_entry_that_was_not_folded(books, petition):
    TallyEntry.objects.create(petition=petition, delta=1, day=timezone.localdate())
    assert "counts have nothing left to fold" in wrong(books)


def test_a_signature_by_half(books):
    Consent.objects.all().delete()
    assert set(wrong(books)) >= {"signatures have their consent"}


def test_a_consent_by_half(books, signature):
    Consent.objects.update(person_key=person_key(BEN))
    assert set(wrong(books)) >= {"consents have their signature", "signatures have their consent"}


def test_a_job_that_failed(books):
    Job.objects.create(
        kind="petitions.mail_signatory", state="failed", attempts=12, last_error="OSError"
    )
    (sentence,) = wrong(books)["jobs did not fail"]
    assert sentence == "petitions.mail_signatory is failed after 12 tries: OSError"


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_that_is_stuck(books, state):
    long_ago = timezone.now() - timedelta(seconds=30)
    Job.objects.create(kind="petitions.mail_signatory", state=state, wanted_at=long_ago)
    assert "jobs came to their end" in wrong(books)


def test_a_job_that_was_just_asked_for_is_not_stuck(books):
    Job.objects.create(kind="petitions.fold_tally")
    assert wrong(books) == {}


def test_a_refusal_that_blames_the_person(books):
    (sentence,) = wrong(more(books, entry("sign", BEN, 429)))[
        "requests were not refused for what they were"
    ]
    assert sentence == f"sign of {BEN} during web: 429"


@pytest.mark.parametrize("status", [None, 0, 503])
def test_trouble_after_the_last_fault(books, status):
    found = wrong(more(books, entry("look", BEN, status, "afterwards")))
    assert set(found) == {"requests after the last fault were served"}
