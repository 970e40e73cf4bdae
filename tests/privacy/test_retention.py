"""The policy is complete, is published as it is, and is carried out each night."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from jobs.registry import PERIODS
from mail.models import DemoMessage
from privacy import consents, retention, secrets, tasks
from privacy.models import AuditEntry, Consent, Secret

THREE_YEARS = timedelta(days=3 * 365)


@pytest.fixture
def policy(monkeypatch):
    """A copy of the policy that a test may change."""
    monkeypatch.setattr(retention, "POLICY", list(retention.POLICY))
    return retention.POLICY


def test_every_field_with_personal_data_has_a_rule():
    assert retention.missing() == []


def test_the_check_fails_when_a_rule_is_taken_away(policy):
    policy[:] = [one for one in policy if one.model != "privacy.Consent"]
    assert "privacy.Consent.person_key" in retention.missing()


def test_the_check_fails_for_a_new_model(letter):
    assert {"privacy.Letter.sender", "privacy.Letter.note"} <= set(retention.missing())


def test_a_rule_for_one_field_does_not_cover_another(letter, policy):
    retention.rule(
        model="privacy.Letter", name="Letters", fields=("sender",), basis="Asked.", keeps="A day."
    )
    missing = retention.missing()
    assert "privacy.Letter.sender" not in missing
    assert "privacy.Letter.note" in missing


def test_the_check_looks_at_other_peoples_models_too():
    seen = {f"{model._meta.label}.{field.name}" for model, field in retention.personal_fields()}
    assert {
        "accounts.User.email",
        "account.EmailAddress.email",
        "usersessions.UserSession.ip",
        "usersessions.UserSession.user_agent",
        "mfa.Authenticator.data",
        "sessions.Session.session_data",
        "privacy.Secret.person_key",
        "privacy.AuditEntry.actor",
        "mail.DemoMessage.recipient",
        "jobs.Job.payload",
    } <= seen


def test_every_rule_speaks_of_fields_that_exist():
    known = {
        (model._meta.label_lower, field.name)
        for model in retention.apps.get_models()
        for field in model._meta.get_fields()
    }
    for one in retention.POLICY:
        for field in one.fields:
            assert (one.model.lower(), field) in known


def test_a_rule_that_removes_something_says_after_how_long():
    assert [one.key for one in retention.POLICY if one.run and one.after is None] == []


def test_the_same_rule_given_again_takes_its_own_place(policy):
    before = len(policy)
    again = policy[0]
    retention.rule(
        model=again.model,
        name="Other words",
        fields=again.fields,
        basis=again.basis,
        keeps=again.keeps,
        run=again.run,
    )
    assert len(policy) == before
    assert policy[0].name == "Other words"


def test_the_table_is_published_in_the_language_asked_for(policy):
    policy.clear()
    retention.rule(model="test.Thing", name=_("Yes"), fields=(), basis=_("No"), keeps=_("January"))
    assert retention.published_table("de") == [("Ja", "Nein", "Januar")]
    assert retention.published_table("tr") == [("Evet", "Hay\u0131r", "Ocak")]


def test_the_table_shows_every_rule():
    rules = retention.published_table("en")
    assert len(rules) == len(retention.POLICY)
    page = render_to_string("privacy/retention_table.html", {"rules": rules})
    assert page.count("<tr>") == len(rules) + 1
    assert "Proof of your consents" in page


def test_the_policy_is_carried_out_each_night():
    assert "privacy.retention" in PERIODS


@pytest.mark.django_db
def test_counts_are_written_to_the_audit_trail(policy):
    policy.clear()

    def three_things() -> int:
        return 3

    retention.rule(
        model="test.Thing",
        name="Things",
        fields=(),
        basis="Asked.",
        keeps="A day.",
        run=three_things,
    )
    tasks.carry_out_retention()
    entry = AuditEntry.objects.get(verb="privacy.retention_carried_out")
    assert entry.detail == {"counts": {"test.Thing.three_things": 3}, "failed": 0}


@pytest.mark.django_db
def test_a_failing_rule_does_not_stop_the_others_and_is_not_hidden(policy):
    policy.clear()
    ran = []

    def broken() -> int:
        raise RuntimeError

    def works() -> int:
        ran.append("works")
        return 1

    for run in (broken, works):
        retention.rule(model="test.Thing", name="Things", fields=(), basis="", keeps="", run=run)
    with pytest.raises(RuntimeError):
        retention.carry_out()
    assert ran == ["works"]
    assert AuditEntry.objects.get().detail["failed"] == 1


@pytest.mark.django_db
def test_the_proof_of_a_consent_goes_three_years_after_its_end(ada, bob):
    with time_machine.travel("2026-11-01T12:00Z", tick=False) as clock:
        consents.give(ada, "test.sign", "I agree.", "en")
        consents.give(bob, "test.sign", "I agree.", "en")
        consents.withdraw(ada, "test.sign")
        clock.shift(THREE_YEARS)
        retention.carry_out()
        assert Consent.objects.count() == 2
        clock.shift(1)
        retention.carry_out()
        assert Consent.objects.get().person_key == bob


@pytest.mark.django_db
def test_expired_secrets_go_after_two_weeks(ada):
    with time_machine.travel("2026-11-01T12:00Z", tick=False) as clock:
        secrets.issue("test.short", person_key=ada, lifetime=timedelta(days=1))
        secrets.issue("test.long", person_key=ada, lifetime=timedelta(days=90))
        clock.shift(timedelta(days=15, seconds=1))
        retention.carry_out()
        assert Secret.objects.get().purpose == "test.long"


@pytest.mark.django_db
def test_what_else_the_foundation_keeps_goes_in_its_time():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now)
    AuditEntry.objects.create(verb="test.old", actor="user:1", at=now - THREE_YEARS)
    DemoMessage.objects.create(recipient="ada@example.org", sent_at=now - timedelta(days=15))
    Job.objects.create(kind="test", state=Job.State.FAILED, finished_at=now - timedelta(days=15))
    Job.objects.create(kind="test", created_at=now - timedelta(days=15))
    retention.carry_out()
    assert not Session.objects.exists()
    assert not AuditEntry.objects.filter(verb="test.old").exists()
    assert not DemoMessage.objects.exists()
    assert Job.objects.get().state == Job.State.QUEUED


@pytest.mark.django_db
def test_the_policy_can_be_carried_out_by_hand(policy, capsys):
    policy[:] = [one for one in policy if one.model == "privacy.Secret"]
    call_command("run_retention")
    assert capsys.readouterr().out == "privacy.Secret.delete_expired_secrets: 0\n"
