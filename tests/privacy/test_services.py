"""What a person can do across every app that registered itself."""

import pytest
import time_machine

from jobs.models import Job
from privacy import audit, consents, registry, secrets, services
from privacy.models import AuditEntry, Consent, Secret
from privacy.registry import PersonalData

pytestmark = pytest.mark.django_db


def test_a_link_opens_for_thirty_days_in_the_persons_language(ada, settings):
    settings.SITE_URL = "https://mitstimme.example"
    with time_machine.travel("2026-11-01T12:00Z", tick=False) as clock:
        link = services.self_service_link(ada, "tr")
        assert link.startswith("https://mitstimme.example/tr/me/")
        clear = link.rstrip("/").rpartition("/")[2]
        for days in (1, 28):
            clock.shift(days * 24 * 3600)
            assert secrets.look_up(clear, secrets.SELF_SERVICE).person_key == ada
        clock.shift(24 * 3600)
        with pytest.raises(secrets.SecretExpired):
            secrets.look_up(clear, secrets.SELF_SERVICE)


def test_the_uppermost_app_comes_first(diary):
    names = [data.name for data in registry.registered()]
    assert names[0] == "diary"
    assert names[-1] == "privacy"


def test_an_app_has_its_name_for_itself(diary):
    with pytest.raises(ValueError, match="diary"):
        registry.register(PersonalData(name="diary", export=dict, erase=print))


def test_the_export_holds_every_app(ada, diary):
    consents.give(ada, "test.sign", "Ich willige ein.", "de", "test.petition", 12)
    consents.withdraw(ada, "test.sign")
    data = services.export(ada)["data"]
    assert data["diary"] == {"page": "Ada's page"}
    [consent] = data["privacy"]["consents"]
    assert consent["wording"] == "Ich willige ein."
    assert consent["subject"] == "test.petition 12"
    assert consent["withdrawn_at"] >= consent["given_at"]


def test_erasing_reaches_every_app_and_nobody_else(ada, bob, diary):
    diary.pages[bob] = "Bob's page"
    consents.give(ada, "test.sign", "I agree.", "en", "test.petition", 1)
    consents.give(bob, "test.sign", "I agree.", "en", "test.petition", 1)
    services.self_service_link(ada, "de")
    services.self_service_link(bob, "de")
    services.erase(ada)
    services.erase(ada)
    assert diary.pages == {bob: "Bob's page"}
    assert [one.person_key for one in Secret.objects.all()] == [bob]
    assert consents.standing(bob).count() == 1
    assert Consent.objects.get(person_key=ada).subject_id == ""


def test_erasing_takes_waiting_and_failed_jobs_along(ada, diary):
    services.ask_for_link("ada@example.org", "de")
    Job.objects.update(state=Job.State.FAILED)
    services.ask_for_link("ada@example.org", "de")
    services.ask_for_link("bob@example.org", "de")
    services.erase(ada)
    assert ada not in str(list(Job.objects.values()))
    assert Job.objects.count() == 1


def test_erasing_leaves_a_trail_that_names_nobody(ada, diary):
    services.erase(ada)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == ("privacy.erased", audit.PERSON)
    assert ada not in str(AuditEntry.objects.values())


def test_erasing_is_all_or_nothing(ada, diary, monkeypatch):
    consents.give(ada, "test.sign", "I agree.", "en")
    monkeypatch.setattr(services.consents, "erase", lambda key: 1 / 0)
    monkeypatch.setattr(diary, "erase", lambda key: consents.withdraw(key, "test.sign"))
    with pytest.raises(ZeroDivisionError):
        services.erase(ada)
    assert consents.standing(ada).count() == 1


def test_withdrawing_tells_every_app(ada, bob, diary):
    consents.give(ada, "test.news", "Send me news.", "en")
    consent = consents.standing(ada).get()
    assert not services.withdraw_consent(bob, consent.pk)
    assert services.withdraw_consent(ada, consent.pk)
    assert not services.withdraw_consent(ada, consent.pk)
    assert diary.withdrawn == ["test.news"]
