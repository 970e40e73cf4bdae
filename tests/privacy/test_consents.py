"""Consents are bound to the words that were shown, and end as easily as they began."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from privacy import consents
from privacy.consents import Given
from privacy.models import Consent, ConsentWording

pytestmark = pytest.mark.django_db
SIGN, NEWS = "test.sign", "test.news"


def inserts(queries) -> int:
    return sum(one["sql"].startswith("INSERT") for one in queries.captured_queries)


def test_the_exact_words_are_kept(ada):
    consents.give(ada, SIGN, "Ich willige ein.", "de", "test.petition", 12)
    one = consents.standing(ada, SIGN).get()
    assert one.wording.text == "Ich willige ein."
    assert (one.wording.language, one.wording.version) == ("de", 1)
    assert (one.subject_kind, one.subject_id) == ("test.petition", "12")
    assert one.given_at is not None


def test_versions_count_up_within_a_purpose(ada):
    consents.give(ada, SIGN, "Ich willige ein.", "de")
    consents.give(ada, SIGN, "I agree.", "en")
    consents.give(ada, NEWS, "Send me news.", "en")
    consents.give(ada, SIGN, "I agree.", "en")
    assert list(ConsentWording.objects.order_by("pk").values_list("purpose", "version")) == [
        (SIGN, 1),
        (SIGN, 2),
        (NEWS, 1),
    ]


def test_giving_the_same_consent_twice_changes_nothing_but_new_words_count(ada):
    for text in ("I agree.", "I agree.", "I fully agree."):
        consents.give(ada, SIGN, text, "en", "test.petition", 12)
    assert consents.standing(ada, SIGN).count() == 2


def test_several_consents_are_one_insert(ada):
    given = [Given(ada, SIGN, "I agree.", "en"), Given(ada, NEWS, "Send me news.", "en")]
    consents.store(consents.new_consents(given))
    Consent.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        consents.store(consents.new_consents(given))
    assert inserts(queries) == 1
    assert consents.standing(ada).count() == 2


def test_asking_narrows_by_purpose_and_subject(ada, bob):
    consents.give(ada, SIGN, "I agree.", "en", "test.petition", 1)
    consents.give(ada, SIGN, "I agree.", "en", "test.petition", 2)
    consents.give(ada, NEWS, "Send me news.", "en")
    consents.give(bob, SIGN, "I agree.", "en", "test.petition", 1)
    assert consents.standing(ada).count() == 3
    assert consents.standing(ada, SIGN).count() == 2
    assert consents.standing(ada, SIGN, "test.petition", 2).count() == 1


def test_withdrawing_ends_only_what_was_meant_and_leaves_the_proof(ada, bob):
    for person in (ada, bob):
        consents.give(person, SIGN, "I agree.", "en", "test.petition", 1)
        consents.give(person, NEWS, "Send me news.", "en")
    assert consents.withdraw(ada, NEWS) == 1
    assert consents.withdraw(ada, NEWS) == 0
    assert [one.purpose for one in consents.standing(ada)] == [SIGN]
    assert consents.standing(bob).count() == 2
    proof = Consent.objects.withdrawn().get()
    assert proof.wording.text == "Send me news."
    assert proof.withdrawn_at >= proof.given_at


def test_a_withdrawn_consent_can_be_given_again(ada):
    consents.give(ada, NEWS, "Send me news.", "en")
    consents.withdraw(ada, NEWS)
    consents.give(ada, NEWS, "Send me news.", "en")
    assert consents.standing(ada, NEWS).count() == 1
    assert Consent.objects.count() == 2


def test_when_the_data_ends_the_proof_no_longer_says_for_what(ada, bob):
    for person in (ada, bob):
        consents.give(person, SIGN, "I agree.", "en", "test.petition", 1)
    consents.give(ada, SIGN, "I agree.", "en", "test.petition", 2)
    assert consents.end_for_subjects("test.petition", [1]) == 2
    assert consents.standing(ada).get().subject_id == "2"
    assert set(Consent.objects.withdrawn().values_list("subject_id", flat=True)) == {""}


def test_a_proof_outlives_a_later_signing_that_never_came_about(ada):
    """Withdrew the name, then the signature; signed again, and did not confirm."""
    for purpose in (SIGN, NEWS):
        consents.give(ada, purpose, "I agree.", "en", "test.signature", "a-b-c")
    consents.withdraw(ada, NEWS, "test.signature", "a-b-c")
    withdrawn_at = Consent.objects.withdrawn().get().withdrawn_at
    assert consents.end_for_subjects("test.signature", ["a-b-c"]) == 2
    consents.give(ada, SIGN, "I agree.", "en", "test.signature", "a-b-c")
    assert consents.forget_for_subjects("test.signature", ["a-b-c"]) == 1
    assert Consent.objects.withdrawn().count() == 2
    assert Consent.objects.get(purpose=NEWS).withdrawn_at == withdrawn_at


def test_what_never_came_about_needs_no_proof(ada):
    consents.give(ada, SIGN, "I agree.", "en", "test.signature", "a-b-c")
    assert consents.forget_for_subjects("test.signature", ["a-b-c"]) == 1
    assert not Consent.objects.exists()


def test_erasing_leaves_key_purpose_words_and_dates(ada, bob):
    consents.give(ada, SIGN, "I agree.", "en", "test.petition", 1)
    consents.give(bob, SIGN, "I agree.", "en", "test.petition", 1)
    consents.erase(ada)
    proof = Consent.objects.get(person_key=ada)
    assert proof.subject_id == ""
    assert proof.withdrawn_at is not None
    assert consents.standing(bob).get().subject_id == "1"


@pytest.mark.django_db(transaction=True)
def test_a_wording_is_looked_up_once_per_process(ada, bob):
    consents.give(ada, SIGN, "I agree.", "en")
    with CaptureQueriesContext(connection) as queries:
        consents.give(bob, SIGN, "I agree.", "en")
    assert "consentwording" not in str(queries.captured_queries).lower()


@pytest.mark.django_db(transaction=True)
def test_a_wording_that_was_rolled_back_is_not_remembered(ada):
    with transaction.atomic():
        consents.give(ada, SIGN, "I agree.", "en")
        transaction.set_rollback(True)
    consents.give(ada, SIGN, "I agree.", "en")
    assert consents.standing(ada).get().wording.text == "I agree."


def test_hooks_run_early_by_a_test_remember_nothing(ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        consents.give(ada, SIGN, "I agree.", "en")
    assert not consents._known_wordings
