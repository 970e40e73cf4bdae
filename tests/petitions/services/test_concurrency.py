"""Fifty presses at once on real connections: one signature, one mail, one more in the count."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jobs.models import Job
from petitions import services
from petitions.models import Petition, PetitionDay, Signature, TallyEntry
from petitions.services import Details, tally
from petitions.services.confirming import issue_confirmation
from privacy import secrets
from privacy.models import Consent
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.at_once import amid, and_disconnect, at_once, somebody_waits
from tests.petitions.signing import KIND, sign, store_one

# One group: two workers with fifty threads each would be more than PostgreSQL lets in.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]
# After it, a confirmation has done everything but its COMMIT.
CONFIRMING = "petitions.services.confirming." + (
    "confirm_in_order" if connection.vendor == "postgresql" else "enter"
)


def count() -> int:
    while services.fold():
        pass
    return Petition.objects.get(slug="wahlrecht").confirmed_count


def sent(*signings: Details) -> Callable[[], None]:
    """Send these, and give what stores the next of them, each on a connection of its own."""
    for one in signings:
        services.sign("wahlrecht", one)
    taken = Job.objects.filter(kind=KIND)
    payloads = list(taken.values_list("payload", flat=True))
    taken.delete()
    return lambda: store_one(payloads.pop())


def test_fifty_sent_at_once_are_all_taken(petition):
    assert at_once(50, lambda: services.sign("wahlrecht", details())) == [None] * 50
    assert Job.objects.filter(kind=KIND).count() == 50


def test_fifty_identical_signings_are_one(petition):
    assert at_once(50, sent(*[details()] * 50)) == [None] * 50
    assert Signature.objects.count() == 1
    assert Consent.objects.count() == 1
    assert Job.objects.unfinished().count() == 1


def test_twenty_repeats_with_the_same_new_words_are_one(signed, secret_mailed):
    old = secret_mailed()
    assert at_once(20, sent(*[details(postcode="44145")] * 20)) == [None] * 20
    assert Signature.objects.get().postcode == "44145"
    assert Consent.objects.count() == 1
    assert Job.objects.unfinished().count() == 1
    with pytest.raises(secrets.SecretUnknown):
        services.confirm(old)
    services.confirm(secret_mailed())
    assert len(mail.outbox) == 2


def test_signing_with_other_words_and_confirming_at_once_never_mixes_them(signed, secret_mailed):
    secret = secret_mailed()
    store_next = sent(*[details(given_name=f"A{n}") for n in range(9)])
    deeds = [lambda: services.confirm(secret).is_new, *[store_next] * 9]
    outcomes = at_once(10, lambda: deeds.pop(0)())
    signature = Signature.objects.get()
    assert outcomes.count(None) == 9
    if secrets.SecretUnknown in outcomes:
        # Too late: the newest words wait for their own link.
        assert (signature.state, count()) == ("pending", 0)
        services.confirm(secret_mailed())
    else:
        assert True in outcomes
        assert signature.given_name == "Ayşe"
    assert count() == 1


def test_fifty_who_withdrew_and_sign_again_at_once_are_one(confirmed):
    services.withdraw(confirmed)
    assert at_once(50, sent(*[details()] * 50)) == [None] * 50
    assert Signature.objects.get().state == "pending"
    assert Consent.objects.standing().count() == 1
    assert Job.objects.unfinished().count() == 1


def test_fifty_confirmations_count_once(signed, secret_mailed):
    secret = secret_mailed()
    outcomes = at_once(50, lambda: services.confirm(secret).is_new)
    assert outcomes.count(True) == 1
    assert outcomes.count(secrets.SecretUsed) == 49
    assert count() == 1
    assert PetitionDay.objects.get().confirmed == 1


def test_fifty_links_of_one_signature_count_once(signed):
    links = [issue_confirmation(signed) for _ in range(20)]
    outcomes = at_once(20, lambda: services.confirm(links.pop()).is_new)
    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 19
    assert count() == 1


def test_twenty_withdrawals_lower_the_count_once(confirmed):
    outcomes = at_once(20, lambda: services.withdraw(Signature.objects.get()))
    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 19
    assert count() == 0


def test_confirming_and_withdrawing_at_once_agree_with_the_signature(signed, secret_mailed):
    secret = secret_mailed()
    deeds = [lambda: services.confirm(secret), lambda: services.withdraw(signed)] * 5
    at_once(10, lambda: deeds.pop()())
    confirmed = Signature.objects.confirmed().count()
    assert count() == confirmed
    assert services.recount() == []


def test_withdrawing_waits_for_the_confirmation_under_way(signed, secret_mailed):
    secret = secret_mailed()
    outcomes = amid(
        lambda: services.confirm(secret).is_new, CONFIRMING, lambda: services.withdraw(signed)
    )
    assert outcomes == [True, True]
    assert Signature.objects.get().state == "withdrawn"
    assert Signature.objects.get().email == ""
    assert count() == 0
    assert not Consent.objects.standing().exists()


@pytest.mark.parametrize("leave", [services.withdraw, lambda one: services.erase(one.person_key)])
def test_leaving_looks_at_a_signature_only_when_it_holds_it(signed, leave):
    def confirm_without_a_link() -> None:
        with transaction.atomic():
            Signature.objects.update(state="confirmed", confirmed_at=timezone.now())
            tally.enter(signed.petition_id, +1, timezone.now())

    amid(confirm_without_a_link, "petitions.services.tally.enter", lambda: leave(signed))
    assert not Signature.objects.confirmed().exists()
    assert count() == 0


def test_erasing_waits_for_the_confirmation_under_way(signed, secret_mailed):
    secret = secret_mailed()
    amid(lambda: services.confirm(secret), CONFIRMING, lambda: services.erase(signed.person_key))
    assert not Signature.objects.exists()
    assert count() == 0


def test_a_confirmation_finds_no_link_after_the_erasure_under_way(signed, secret_mailed):
    secret = secret_mailed()

    def confirm() -> None:
        with pytest.raises(secrets.SecretError):
            services.confirm(secret)

    amid(
        lambda: services.erase(signed.person_key), "petitions.services.leaving._withdraw", confirm
    )
    assert not Signature.objects.exists()
    assert count() == 0


def test_folds_at_once_count_each_entry_once(petition):
    other = PetitionFactory(slug="anders")
    for one in (petition, other) * 40:
        TallyEntry.objects.create(petition=one, delta=1, day="2026-11-01")
    folded = at_once(8, services.fold)
    assert sum(folded) == 80
    assert not TallyEntry.objects.exists()
    for one in (petition, other):
        one.refresh_from_db()
        assert one.confirmed_count == 40
        assert one.days.get().confirmed == 40


def test_a_handover_amid_confirmations_leaves_a_count_that_stands(petition):
    for number in range(20):
        sign("wahlrecht", details(email=f"p{number}@example.org"))
    links = [issue_confirmation(signature) for signature in Signature.objects.all()]
    deeds = [lambda: services.hand_over(Petition.objects.get())]
    deeds += [lambda secret=secret: services.confirm(secret).is_new for secret in links]
    outcomes = at_once(21, lambda: deeds.pop()())
    assert set(outcomes) <= {None, True, services.PetitionIsFrozen}
    assert outcomes.count(True) == count() == Signature.objects.confirmed().count()
    # Whoever came too late is forgotten.
    assert Signature.objects.count() == outcomes.count(True)


def test_a_handover_waits_for_the_confirmation_under_way(signed, secret_mailed):
    secret = secret_mailed()

    def hand_over() -> int:
        services.hand_over(Petition.objects.get())
        return Signature.objects.confirmed().count()

    [_, handed_over] = amid(lambda: services.confirm(secret), CONFIRMING, hand_over)
    assert handed_over == count() == 1


def test_a_confirmation_waits_for_the_handover_under_way(petition, signed, secret_mailed):
    secret = secret_mailed()

    def confirm() -> object:
        with pytest.raises(services.PetitionIsFrozen):
            services.confirm(secret)

    amid(lambda: services.hand_over(petition), "petitions.services.lifecycle._go", confirm)
    assert count() == 0
    assert not Signature.objects.exists()


def test_neither_confirming_nor_folding_waits_for_a_confirmation(petition):
    people = [SignatureFactory(petition=petition, state="pending") for _ in range(2)]
    links = [issue_confirmation(signature) for signature in people]
    TallyEntry.objects.create(petition=petition, delta=1, day="2026-11-01")
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")

    def meanwhile() -> int:
        services.confirm(links[1])
        assert services.fold() == 2
        # The first one is not committed yet, and nobody had to wait for it.
        return Signature.objects.confirmed().count()

    [_, seen] = amid(lambda: services.confirm(links[0]), CONFIRMING, meanwhile)
    assert seen == 1
    assert count() == 3


def test_a_recount_amid_confirmations_finds_no_fault(petition):
    for number in range(20):
        sign("wahlrecht", details(email=f"p{number}@example.org"))
    links = [issue_confirmation(signature) for signature in Signature.objects.all()]
    deeds = [lambda secret=secret: services.confirm(secret).is_new for secret in links]
    deeds += [services.fold, services.recount] * 5
    outcomes = at_once(30, lambda: deeds.pop()())
    assert [one for one in outcomes if isinstance(one, list)] == [[]] * 5
    assert count() == 20


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no advisory locks")
def test_a_fold_amid_a_long_comparison_neither_waits_nor_looks_like_a_fault(petition, monkeypatch):
    """The statement takes its snapshot, then waits for the test, and reads all rows after that."""
    SignatureFactory.create_batch(3, petition=petition)
    for _ in range(3):
        tally.enter(petition.pk, +1, timezone.now())
    genuine, stop = tally._with_true_count, "pg_advisory_xact_lock_shared(77)::text IS NOT NULL"
    monkeypatch.setattr(tally, "_with_true_count", lambda: genuine().extra(where=[stop]))  # noqa: S610
    with ThreadPoolExecutor(2) as pool, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(77)")
        try:
            recounted = pool.submit(and_disconnect, services.recount)
            while not somebody_waits():
                assert not recounted.done()
                sleep(0.01)
            assert pool.submit(and_disconnect, services.fold).result(timeout=30) == 3
            assert not recounted.done()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(77)")
    assert recounted.result() == []
    assert count() == 3


def test_a_wrong_count_is_repaired_once_by_five_recounts_at_once(petition):
    SignatureFactory.create_batch(3, petition=petition)
    outcomes = at_once(5, services.recount)
    assert sorted(outcomes) == [[], [], [], [], ["wahlrecht"]]
    assert count() == 3


def test_a_signing_that_fails_half_way_leaves_nothing(petition, monkeypatch):
    def unstorable(**job):
        return Job(**job | {"payload": {"petition": object()}})

    services.sign("wahlrecht", details())
    payload = Job.objects.get().payload
    monkeypatch.setattr("petitions.services.storing.new_job", unstorable)
    with pytest.raises(TypeError):
        store_one(payload)
    assert not Signature.objects.exists()
    assert not Consent.objects.exists()
    assert not mail.outbox


def test_one_person_signs_many_petitions(petition):
    other = PetitionFactory(slug="anders")
    sign("wahlrecht", details())
    sign("anders", details())
    assert {one.petition for one in Signature.objects.all()} == {petition, other}


def test_the_database_itself_refuses_a_second_row(signed):
    with pytest.raises(IntegrityError):
        SignatureFactory(petition=signed.petition, email="AYSE@example.org")
