"""Tokens are handed out with the rest, kept for so long, and gone with the account."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from access import personal_data, services
from access.models import AccessToken
from accounts.services import close
from privacy import retention
from privacy.person import person_key

pytestmark = pytest.mark.django_db


def test_handed_out_without_what_opens_anything(user, issued):
    token, header = issued("events:read")
    told = json.dumps(personal_data.export(person_key(user.email)))
    assert '"name": "CRM"' in told
    assert '"events:read"' in told
    assert token.digest not in told
    assert header["authorization"].split()[1] not in told
    assert personal_data.export(person_key("bob@example.org")) == {
        "access_tokens": [],
        "applications": [],
    }


def test_gone_with_the_account(user, issued):
    _token, header = issued()
    close(user)
    assert not AccessToken.objects.exists()
    assert services.look_up(header["authorization"].split()[1]) is None


def test_each_field_has_a_rule():
    assert [name for name in retention.missing() if name.startswith(("access", "allauth"))] == []
    assert "access.AccessToken.forget_tokens" in [rule.key for rule in retention.POLICY]


def test_forgotten_ninety_days_after_the_end(user, issued):
    issued(valid_for=timedelta(days=1))
    revoked, _header = issued(valid_for=timedelta(days=300))
    services.revoke(revoked, actor=user)
    kept, _header = issued(valid_for=timedelta(days=300))
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert services.forget_tokens() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91, hours=1)):
        assert services.forget_tokens() == 2
    assert list(AccessToken.objects.all()) == [kept]
