"""Secrets in links: one purpose, one lifetime, and only a digest in the database."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from privacy import secrets
from privacy.models import Secret
from privacy.secrets import SecretExpired, SecretUnknown, SecretUsed

pytestmark = pytest.mark.django_db
PURPOSE = "test.open"
DAY = timedelta(days=1)


def test_only_a_digest_is_stored(ada):
    clear = secrets.issue(PURPOSE, person_key=ada, subject_id=7, lifetime=DAY)
    assert re.fullmatch(r"[\w-]{43}", clear)
    row = Secret.objects.get()
    assert row.digest == hashlib.sha256(clear.encode()).hexdigest()
    assert clear not in str(Secret.objects.values())
    assert (row.person_key, row.subject_id, row.purpose) == (ada, "7", PURPOSE)
    assert row.expires_at - row.created_at == DAY


def test_a_secret_is_found_as_often_as_wanted_until_it_is_used(ada):
    clear = secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    assert secrets.look_up(clear, PURPOSE) == secrets.look_up(clear, PURPOSE)
    row = secrets.look_up(clear, PURPOSE)
    spend(clear, ada)
    with pytest.raises(SecretUsed) as refusal:
        secrets.look_up(clear, PURPOSE)
    assert refusal.value.secret == row
    with pytest.raises(SecretUsed):
        spend(clear, ada)


def spend(clear, person, subject=""):
    secrets.spend(clear, PURPOSE, person_key=person, subject_id=subject)


@pytest.mark.parametrize(("person", "subject"), [("1:somebody-else", "7"), (None, "8")])
def test_only_what_it_was_issued_for_spends_it(ada, person, subject):
    clear = secrets.issue(PURPOSE, person_key=ada, subject_id=7, lifetime=DAY)
    assert secrets.subject_of(clear, PURPOSE) == "7"
    with pytest.raises(SecretUnknown):
        spend(clear, person or ada, subject)
    with pytest.raises(SecretUnknown):
        secrets.spend(clear, "test.close", person_key=ada, subject_id=7)
    spend(clear, ada, 7)


def test_what_a_forged_secret_is_for_nobody_knows(ada):
    secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    with pytest.raises(SecretUnknown):
        secrets.subject_of("x" * 43, PURPOSE)


@pytest.mark.parametrize("forged", ["", "x", "x" * 43, "\x00", "ü" * 400, "\ud800", "../../me"])
def test_a_forged_secret_is_unknown(forged, ada):
    secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    with pytest.raises(SecretUnknown):
        secrets.look_up(forged, PURPOSE)


def test_the_stored_digest_opens_nothing(ada):
    secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    with pytest.raises(SecretUnknown):
        secrets.look_up(Secret.objects.get().digest, PURPOSE)


def test_a_secret_for_something_else_is_unknown(ada):
    clear = secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    with pytest.raises(SecretUnknown):
        secrets.look_up(clear, "test.close")


def test_an_expired_secret_says_so(ada):
    with time_machine.travel("2026-11-01T12:00Z", tick=False) as clock:
        clear = secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
        clock.shift(DAY)
        with pytest.raises(SecretExpired):
            secrets.look_up(clear, PURPOSE)
        with pytest.raises(SecretExpired):
            spend(clear, ada)
    assert Secret.objects.get().used_at is None


def test_a_deed_that_fails_leaves_the_secret_unspent(ada):
    clear = secrets.issue(PURPOSE, person_key=ada, lifetime=DAY)
    with transaction.atomic():
        spend(clear, ada)
        transaction.set_rollback(True)
    spend(clear, ada)


def test_revoking_ends_all_that_was_issued_for_one_thing_and_nothing_else(db):
    def issue(purpose, person, subject):
        return secrets.issue(
            purpose, person_key=person, subject_id=subject, lifetime=timedelta(days=1)
        )

    revoked = [issue("petitions.confirm", "1:a", 7) for _ in range(2)]
    others = [("petitions.confirm", "1:a", 8), ("petitions.confirm", "1:b", 7), ("me", "1:a", 7)]
    kept = [(issue(*one), one[0]) for one in others]
    assert secrets.any_usable("petitions.confirm", person_key="1:a", subject_id=7)
    secrets.revoke("petitions.confirm", person_key="1:a", subject_id=7)
    assert not secrets.any_usable("petitions.confirm", person_key="1:a", subject_id=7)
    for secret in revoked:
        with pytest.raises(SecretUnknown):
            secrets.look_up(secret, "petitions.confirm")
    for secret, purpose in kept:
        assert secrets.look_up(secret, purpose)
