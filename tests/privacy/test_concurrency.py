"""Many at once, on real connections: one secret is spent once, one wording is written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from privacy import consents, secrets
from privacy.models import Consent, ConsentWording
from privacy.person import person_key

# One group: two workers with fifty threads each would be more than PostgreSQL lets in.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]
THREADS = 50


def at_once(deed) -> list[object]:
    """Run deed(n) in all threads from the same moment on; give results or exception types."""
    barrier = Barrier(THREADS)

    def run(number: int) -> object:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return deed(number)
        except Exception as failure:  # noqa: BLE001
            return type(failure)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_of_fifty_uses_of_one_secret_exactly_one_succeeds(ada):
    clear = secrets.issue("test.open", person_key=ada, lifetime=timedelta(days=1))

    def spend(number: int) -> str:
        with transaction.atomic():
            secrets.spend(clear, "test.open", person_key=ada, subject_id="")
        return "won"

    results = at_once(spend)
    assert results.count("won") == 1
    assert results.count(secrets.SecretUsed) == THREADS - 1
    with pytest.raises(secrets.SecretUsed):
        secrets.look_up(clear, "test.open")


def test_fifty_first_signers_share_one_wording():
    def agree(number: int) -> str:
        with transaction.atomic():
            consents.give(person_key(f"p{number}@example.org"), "test.sign", "I agree.", "en")
        return "given"

    assert at_once(agree) == ["given"] * THREADS
    assert ConsentWording.objects.count() == 1
    assert Consent.objects.standing().count() == THREADS


def test_new_wordings_at_once_get_different_versions():
    texts = ["One.", "Two.", "Three.", "Four."]

    def agree(number: int) -> str:
        with transaction.atomic():
            consents.give(
                person_key(f"p{number}@example.org"), "test.sign", texts[number % 4], "en"
            )
        return "given"

    assert at_once(agree) == ["given"] * THREADS
    assert sorted(ConsentWording.objects.values_list("version", flat=True)) == [1, 2, 3, 4]


def test_fifty_same_consents_of_one_person_are_one(ada):
    def agree(number: int) -> str:
        with transaction.atomic():
            consents.give(ada, "test.sign", "I agree.", "en", "test.thing", 1)
        return "given"

    assert at_once(agree) == ["given"] * THREADS
    assert Consent.objects.count() == 1
