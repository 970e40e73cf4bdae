"""What is noticed on arrival, what is kept of it, and what never is."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from petitions import services
from petitions.models import Petition, Signature, Suspicion
from petitions.services.suspicion import look_through, network_code
from privacy import retention
from privacy.models import AuditEntry
from privacy.services import export
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.signing import sign, store_one, store_signings

pytestmark = pytest.mark.django_db
MOSQUE = "203.0.113.7/32"


def arrive(number: int, network: str = MOSQUE, slug: str = "wahlrecht", **changes) -> None:
    letters = chr(97 + number // 26) + chr(97 + number % 26)
    typed = {"email": f"person{number}@example.org", "family_name": f"Yıl{letters}az"}
    services.sign(slug, details(**(typed | changes)), network)
    store_signings()


def signals() -> list[str]:
    return list(Suspicion.objects.order_by("pk").values_list("signal", flat=True))


@pytest.fixture
def few(settings):
    settings.LIMITS = settings.LIMITS | {
        "suspicion:network": "3/hour",
        "suspicion:name": "2/day",
    }


def test_an_ordinary_signing_leaves_nothing_behind(petition):
    sign("wahlrecht", details())
    assert not Suspicion.objects.exists()


def test_a_full_mosque_after_prayer_is_nothing_odd(petition):
    for number in range(1, 81):
        arrive(number)
    assert signals() == []


def test_what_comes_from_one_network_past_the_limit_is_one_group(petition, few):
    for number in range(1, 6):
        arrive(number)
    arrive(6, network="203.0.113.8/32")
    later = Suspicion.objects.order_by("signature_id")
    assert [one.signal for one in later] == ["network", "network"]
    assert len({one.group for one in later}) == 1
    [group] = services.open_groups(petition)
    assert (group.signal, group.count) == ("network", 2)


def test_each_petition_has_a_burst_of_its_own(petition, few):
    PetitionFactory(slug="andere")
    for number in (1, 2, 3):
        arrive(number)
        arrive(number, slug="andere")
    assert signals() == []


def test_nothing_stored_tells_the_network(petition, few):
    for number in range(1, 6):
        services.sign("wahlrecht", details(email=f"p{number}@example.org"), MOSQUE)
    told = str(list(Job.objects.values()))
    store_signings()
    told += str(list(Suspicion.objects.values())) + str(list(Signature.objects.values()))
    assert Suspicion.objects.filter(signal="network").exists()
    assert "203.0.113" not in told


def test_the_code_of_a_network_is_another_one_tomorrow():
    now = timezone.now()
    assert network_code(MOSQUE, now) == network_code(MOSQUE, now)
    assert network_code(MOSQUE, now) != network_code(MOSQUE, now + timedelta(days=1))
    assert network_code("", now) == ""


def test_the_same_name_again_and_again_is_noticed_whatever_the_network(petition, few):
    for number in range(1, 5):
        arrive(number, network=f"198.51.100.{number}/32", family_name="Mustermann")
    assert signals() == ["many_alike", "many_alike"]
    assert "Mustermann" not in str(list(Suspicion.objects.values()))


def test_a_name_and_an_address_are_noticed_with_the_signature(petition):
    sign("wahlrecht", details(given_name="asdf", email="x@mailinator.com"))
    assert set(signals()) == {"keyboard", "disposable"}
    assert Suspicion.objects.get(signal="disposable").group == "mailinator.com"
    # A hint and no more: its mail is on the way like any other's.
    assert Job.objects.filter(kind="petitions.mail_signatory").exists()


def test_a_job_that_runs_twice_notices_once(petition):
    services.sign("wahlrecht", details(given_name="asdf"))
    payload = Job.objects.get().payload
    store_one(payload)
    store_one(payload)
    assert signals() == ["keyboard"]


def test_a_signing_of_the_release_before_has_no_network(petition):
    from privacy.person import person_key
    from privacy.sealed import seal

    words = vars(details()) | {
        "signed_at": timezone.now().isoformat(),
        "text_id": petition.texts.get(language="de").pk,
    }
    store_one(
        {
            "petition": petition.pk,
            "person": person_key(words["email"]),
            "sealed": seal(words),
        }
    )
    assert Signature.objects.exists()


def test_other_words_are_looked_at_anew(petition):
    sign("wahlrecht", details(given_name="asdf"))
    sign("wahlrecht", details())
    assert signals() == []
    sign("wahlrecht", details(given_name="xxx", family_name="Yılmaz1"))
    assert set(signals()) == {"keyboard", "no_name"}


def test_storing_what_is_odd_is_still_one_statement(petition, settings):
    def asked(email: str) -> int:
        services.sign("wahlrecht", details(email=email))
        job = Job.objects.get(kind="petitions.store_signature")
        with CaptureQueriesContext(connection) as queries:
            store_one(job.payload)
        job.delete()
        return len(queries)

    asked("warm@example.org")
    plain, odd = asked("ayse@example.org"), asked("x@mailinator.com")
    # SQLite stores one row by one INSERT, inside of one transaction.
    assert odd - plain == (0 if connection.vendor == "postgresql" else 1)


def test_who_withdraws_or_is_erased_takes_the_suspicion_along(petition):
    sign("wahlrecht", details(given_name="asdf"))
    services.withdraw(Signature.objects.get())
    assert signals() == []
    sign("wahlrecht", details(given_name="asdf"))
    assert signals() == ["keyboard"]
    services.erase(Signature.objects.get().person_key)
    assert signals() == []


def test_after_two_weeks_nothing_says_which_network_it_was(petition, few):
    for number in range(1, 5):
        arrive(number)
    arrive(9, network="", email="x@mailinator.com")
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        retention.carry_out()
        assert Suspicion.objects.get(signal="network").group
        Signature.objects.update(state="confirmed", confirmed_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=14, hours=1)):
        retention.carry_out()
    assert Suspicion.objects.get(signal="network").group == ""
    assert Suspicion.objects.get(signal="disposable").group == "mailinator.com"


def test_the_person_sees_what_was_noticed(petition):
    sign("wahlrecht", details(given_name="asdf"))
    told = export(Signature.objects.get().person_key)["data"]["petitions"]["signatures"]
    assert [one["signal"] for one in told[0]["noticed"]] == ["keyboard"]


def test_when_the_list_grew_all_are_looked_at_anew(petition, settings, django_user_model):
    office = django_user_model.objects.create_user("amt@example.org")
    name = {"family_name": "Yılmaz"}
    old = SignatureFactory(petition=petition, email="a@kurz.example", **name)
    waiting = SignatureFactory(petition=petition, email="b@kurz.example", state="pending", **name)
    SignatureFactory(petition=petition, email="c@kurz.example", state="withdrawn")
    SignatureFactory(petition=petition, **name)
    settings.DISPOSABLE_DOMAINS = ["kurz.example"]
    services.ask_to_look_through(petition, actor=office)
    services.ask_to_look_through(petition, actor=office)
    assert Job.objects.count() == 1
    run_due()
    assert set(Suspicion.objects.values_list("signature", flat=True)) == {old.pk, waiting.pk}
    services.clear(petition, [Suspicion.objects.get(signature=old).pk], actor=office)
    assert look_through(petition.pk) == 0
    assert Suspicion.objects.open().count() == 1
    assert AuditEntry.objects.filter(verb="petitions.suspicion_looked_for").count() == 2


def test_looking_through_goes_on_from_batch_to_batch(petition, monkeypatch):
    monkeypatch.setattr("petitions.services.suspicion.BATCH", 2)
    for number in range(5):
        SignatureFactory(
            petition=petition, email=f"a{number}@mailinator.com", family_name="Yılmaz"
        )
    assert look_through(petition.pk) == 5


def test_groups_come_with_one_query_however_many_there_are(petition, django_assert_num_queries):
    for rows in (1, 3):
        while Suspicion.objects.count() < rows:
            number = Suspicion.objects.count()
            signature = SignatureFactory(petition=petition)
            Suspicion.objects.create(
                petition=petition, signature=signature, signal="disposable", group=f"d{number}"
            )
        with django_assert_num_queries(1):
            assert len(services.open_groups(petition)) == rows


def test_the_pages_hand_the_network_on(client, petition, typed, few):
    for number in range(1, 6):
        answer = client.post(
            "/en/petitions/wahlrecht/sign/", typed | {"email": f"p{number}@example.org"}
        )
        assert answer.status_code == 302
    for number in range(6, 8):
        answer = client.post(
            "/api/v1/petitions/wahlrecht/signatures/",
            {
                "given_name": "Ada",
                "family_name": "B" * number,
                "email": f"p{number}@example.org",
                "postcode": "44137",
                "consent_signing": True,
            },
            content_type="application/json",
        )
        assert answer.status_code == 202, answer.content
    store_signings()
    assert signals().count("network") == 4
    assert Petition.objects.count() == 1
