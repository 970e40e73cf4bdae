"""Invalidate, restore, clear: the count is exact after each, and nothing comes back by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.services import run_due
from petitions import services
from petitions.models import Invalidation, Petition, PetitionDay, Signature, Suspicion
from petitions.services import reviewing, tally
from petitions.services.confirming import issue_confirmation
from privacy import retention
from privacy.models import AuditEntry, Consent
from privacy.secrets import SecretUnknown
from privacy.services import address_of, export
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db) -> User:
    return User.objects.create_user("amt@example.org")


@pytest.fixture
def invalidate(petition, office):
    """Invalidate these signatures of the petition, as sent by a program."""

    def invalidate(*signatures: Signature, of: Petition = petition) -> int:
        ids = [one.pk for one in signatures]
        return services.invalidate(of, ids, "machine", actor=office)

    return invalidate


@pytest.fixture
def restore(petition, office):
    return lambda *signatures: services.restore(
        petition, [one.pk for one in signatures], actor=office
    )


def count() -> int:
    services.fold()
    assert services.recount() == []
    return Petition.objects.get(slug="wahlrecht").confirmed_count


def state(signature: Signature) -> str:
    signature.refresh_from_db()
    return signature.state


def suspect(signature: Signature, signal: str = "network", group: str = "g") -> Suspicion:
    return Suspicion.objects.create(
        petition=signature.petition, signature=signature, signal=signal, group=group
    )


def counted(petition: Petition, number: int) -> list[Signature]:
    """Confirmed signatures that are in the count."""
    made = [SignatureFactory(petition=petition) for _ in range(number)]
    tally.enter_days(petition.pk, {timezone.localdate(): number})
    services.fold()
    return made


def test_invalidated_it_counts_no_more_and_restored_it_counts_again(
    confirmed, invalidate, restore
):
    confirmed_at = confirmed.confirmed_at
    assert invalidate(confirmed) == 1
    assert (state(confirmed), count()) == ("invalidated", 0)
    assert confirmed.email == "ayse@example.org"
    assert restore(confirmed) == 1
    assert (state(confirmed), count()) == ("confirmed", 1)
    assert confirmed.confirmed_at == confirmed_at
    assert not Invalidation.objects.exists()


def test_it_leaves_the_curve_on_the_day_it_came_and_comes_back_on_it(
    confirmed, invalidate, restore
):
    day = timezone.localdate(confirmed.confirmed_at)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        invalidate(confirmed)
        assert count() == 0
        assert PetitionDay.objects.get().confirmed == 0
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        restore(confirmed)
        assert count() == 1
    assert PetitionDay.objects.get(day=day).confirmed == 1


def test_twice_changes_nothing_more(confirmed, invalidate, restore):
    assert (invalidate(confirmed), invalidate(confirmed)) == (1, 0)
    assert count() == 0
    assert (restore(confirmed), restore(confirmed)) == (1, 0)
    assert count() == 1


def test_what_waited_waits_again_and_its_old_link_confirms_it(
    signed, secret_mailed, invalidate, restore
):
    secret = secret_mailed()
    invalidate(signed)
    with pytest.raises(SecretUnknown):
        services.confirm(secret)
    assert (state(signed), count()) == ("invalidated", 0)
    restore(signed)
    assert state(signed) == "pending"
    assert services.confirm(secret).is_new
    assert count() == 1


@pytest.mark.parametrize("before", ["pending", "confirmed"])
def test_signing_again_brings_it_into_no_count(petition, signed, invalidate, before):
    secret = issue_confirmation(signed)
    if before == "confirmed":
        services.confirm(secret)
    invalidate(signed)
    sign("wahlrecht", details(given_name="Ayşegül"))
    run_due()
    assert (state(signed), count()) == ("invalidated", 0)
    assert signed.given_name == "Ayşe"
    assert all("/confirm/" not in message.body for message in mail.outbox)


def test_taking_it_back_is_no_way_to_sign_anew(confirmed, invalidate, restore):
    invalidate(confirmed)
    assert services.withdraw(confirmed)
    assert not services.withdraw(confirmed)
    assert state(confirmed) == "invalidated"
    assert (confirmed.email, confirmed.given_name, confirmed.district) == ("", "", "")
    assert not Consent.objects.standing().exists()
    sign("wahlrecht", details())
    assert (state(confirmed), confirmed.email) == ("invalidated", "")
    # Nor does anybody bring back what its signatory took back.
    assert restore(confirmed) == 0
    assert count() == 0


def test_what_was_withdrawn_is_left_alone(confirmed, invalidate):
    services.withdraw(confirmed)
    assert invalidate(confirmed) == 0
    assert (state(confirmed), count()) == ("withdrawn", 0)


def test_another_petitions_signature_is_out_of_reach(confirmed, office):
    other = PetitionFactory()
    suspicion = suspect(confirmed)
    assert services.invalidate(other, [confirmed.pk], "machine", actor=office) == 0
    assert services.clear(other, [suspicion.pk], actor=office) == 0
    assert (state(confirmed), count()) == ("confirmed", 1)
    services.invalidate(confirmed.petition, [confirmed.pk], "machine", actor=office)
    assert services.restore(other, [confirmed.pk], actor=office) == 0


def test_once_handed_over_nothing_moves(petition, confirmed, invalidate, restore, office):
    set_aside = SignatureFactory(petition=petition, state="invalidated")
    services.hand_over(petition)
    with pytest.raises(ValidationError, match="übergeben"):
        invalidate(confirmed)
    with pytest.raises(ValidationError):
        restore(set_aside)
    assert (state(confirmed), state(set_aside)) == ("confirmed", "invalidated")
    services.fold()
    assert Petition.objects.get().confirmed_count == 1
    assert not Invalidation.objects.exists()


@pytest.mark.parametrize(
    ("reason", "note"), [("", ""), ("whim", ""), ("other", "a@b.de"), ("other", "x" * 201)]
)
def test_a_reason_is_one_of_ours_and_a_note_names_nobody(confirmed, office, reason, note):
    with pytest.raises(ValidationError):
        services.invalidate(confirmed.petition, [confirmed.pk], reason, actor=office, note=note)
    assert state(confirmed) == "confirmed"


def test_who_did_what_is_written_down(confirmed, invalidate, restore, office):
    invalidate(confirmed)
    restore(confirmed)
    verbs = {entry.verb: entry for entry in AuditEntry.objects.filter(actor=f"user:{office.pk}")}
    told = verbs["petitions.signatures_invalidated"].detail
    assert told == {"count": 1, "signatures": [str(confirmed.pk)], "reason": "machine"}
    assert verbs["petitions.signatures_restored"].detail["count"] == 1


def test_a_decision_closes_all_suspicions_of_a_signature(confirmed, invalidate, restore):
    suspect(confirmed)
    suspect(confirmed, "disposable")
    invalidate(confirmed)
    assert set(Suspicion.objects.values_list("decision", flat=True)) == {"invalidated"}
    restore(confirmed)
    assert set(Suspicion.objects.values_list("decision", flat=True)) == {"cleared"}


def test_clearing_leaves_signature_and_count_as_they_are(confirmed, office):
    suspicion = suspect(confirmed)
    assert services.clear(confirmed.petition, [suspicion.pk], actor=office) == 1
    assert services.clear(confirmed.petition, [suspicion.pk], actor=office) == 0
    assert (state(confirmed), count()) == ("confirmed", 1)


def test_a_small_group_is_done_at_once(petition, office):
    signatures = counted(petition, 3)
    for signature in signatures:
        suspect(signature)
    suspect(SignatureFactory(petition=petition), group="other")
    tally.enter(petition.pk, 1, timezone.now())
    done = services.review_group(
        petition, "network", "g", "invalidate", actor=office, reason="machine"
    )
    assert (done, count()) == (3, 1)
    assert services.review_group(petition, "network", "other", "clear", actor=office) == 1


def test_a_large_group_is_a_job_that_is_killed_and_goes_on(petition, office, monkeypatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 2)
    for signature in counted(petition, 5):
        suspect(signature)
    for _ in range(2):
        done = services.review_group(
            petition, "network", "g", "invalidate", actor=office, reason="machine"
        )
        assert done is None
    job = Job.objects.get(key=services.review_key(petition, "network", "g"))
    invalidate, calls = reviewing._invalidate, []

    def killed(*args):
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return invalidate(*args)

    monkeypatch.setattr(reviewing, "_invalidate", killed)
    with pytest.raises(SystemExit):
        run_due()
    assert count() == 3
    Job.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    run_due()
    job.refresh_from_db()
    assert (job.state, count()) == ("done", 0)
    assert Invalidation.objects.count() == 5
    assert (job.done, job.total) == (2, 2)


def test_a_job_that_comes_after_the_handover_gives_up(petition, office, monkeypatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 0)
    suspect(*counted(petition, 1))
    services.review_group(petition, "network", "g", "invalidate", actor=office, reason="machine")
    monkeypatch.setattr(reviewing, "AT_ONCE", 100)
    services.hand_over(petition)
    run_due()
    assert Job.objects.get(kind="petitions.review_group").state == "failed"
    assert Petition.objects.get().confirmed_count == 1


def test_bulk_costs_the_same_for_one_and_for_three(
    petition, office, django_assert_max_num_queries
):
    needed = set()
    for number in (1, 3):
        ids = [one.pk for one in counted(petition, number)]
        with django_assert_max_num_queries(15) as queries:
            assert services.invalidate(petition, ids, "machine", actor=office) == number
        needed.add(len(queries))
    assert len(needed) == 1


def test_the_person_sees_that_it_does_not_count_why_and_whom_to_ask(client, confirmed, invalidate):
    from privacy.services import self_service_link

    link = self_service_link(confirmed.person_key, "en").partition("/en/")[2]
    invalidate(confirmed)
    assert address_of(confirmed.person_key) == "ayse@example.org"
    page = client.get(f"/en/{link}").content.decode()
    assert "does not count at the moment" in page
    assert "sent by a program" in page
    assert "/en/about/imprint/" in page
    assert "Withdraw my signature" in page
    told = export(confirmed.person_key)["data"]["petitions"]["signatures"][0]
    assert told["invalidated"]["reason"] == "machine"
    services.withdraw(confirmed)
    page = client.get(f"/en/{link}").content.decode()
    assert "name, address and postcode are deleted" in page


def test_the_link_in_the_mail_says_so_too(client, signed, secret_mailed, invalidate):
    url = f"/en/petitions/wahlrecht/confirm/{secret_mailed()}/"
    invalidate(signed)
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 410
        assert "does not count at the moment" in answer.content.decode()


def test_what_was_invalidated_can_be_restored_until_the_handover(
    petition, confirmed, invalidate, restore
):
    invalidate(confirmed)
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        retention.carry_out()
        assert restore(confirmed) == 1
        invalidate(confirmed)
        services.hand_over(petition)
        retention.carry_out()
        assert Signature.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=115)):
        retention.carry_out()
    assert not Signature.objects.exists()
    assert Consent.objects.get().subject_id == ""


def test_what_was_never_confirmed_stays_no_longer_for_being_invalidated(signed, invalidate):
    invalidate(signed)
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        retention.carry_out()
        assert Signature.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=14, hours=1)):
        retention.carry_out()
    assert not Signature.objects.exists()
    assert not Consent.objects.exists()
