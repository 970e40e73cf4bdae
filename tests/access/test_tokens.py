"""Tokens: shown once, stored as a digest, for so long and so much."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from access import services
from access.models import AccessToken
from access.services import tokens
from access.services.ending import stop_all
from accounts.models import User
from privacy.models import AuditEntry
from tests.petitions.at_once import amid, at_once


def test_the_clear_text_is_nowhere_in_the_row(user):
    token, clear = services.issue(
        user, name="CRM", scopes=["events:read"], valid_for=timedelta(days=1)
    )
    row = AccessToken.objects.filter(pk=token.pk).values().get()
    assert clear not in str(row)
    assert clear.startswith(token.beginning)
    assert len(clear) > len(token.beginning) + 32
    assert services.look_up(clear) == token


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"valid_for": timedelta(days=400)}, "valid_for"),
        ({"valid_for": timedelta()}, "valid_for"),
    ],
)
def test_what_can_not_be_issued(user, change, code):
    wanted = {"name": "CRM", "scopes": ["events:read"], "valid_for": timedelta(days=1)}
    with pytest.raises(ValidationError) as refused:
        services.issue(user, **wanted | change)
    assert refused.value.code == code


def test_none_is_issued_by_whoever_came_in_with_the_password_before(user):
    before = User.objects.get(pk=user.pk)
    user.set_password("Zehn-Stimmen-im-Quartier")
    user.save()
    with pytest.raises(ValidationError) as refusal:
        services.issue(before, name="x", scopes=["events:read"], valid_for=timedelta(days=1))
    assert refusal.value.code == "changed"
    assert not AccessToken.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_one_issued_while_a_password_is_set_is_stopped_with_the_others(user):
    """Whichever of the two holds the account first."""

    def issue():
        one = User.objects.get(pk=user.pk)
        services.issue(one, name="x", scopes=["events:read"], valid_for=timedelta(days=1))

    def set_anew():
        with transaction.atomic():
            one = User.objects.get(pk=user.pk)
            one.set_password("Zehn-Stimmen-im-Quartier")
            one.save()
            stop_all(one)

    amid(issue, "access.services.tokens.enqueue", set_anew)
    assert AccessToken.objects.get().revoked_at is not None


def test_nobody_has_more_than_so_many(user, issued, monkeypatch):
    monkeypatch.setattr(tokens, "MOST_EACH", 2)
    issued()
    old, _header = issued()
    with pytest.raises(ValidationError):
        issued()
    services.revoke(old, actor=user)
    issued()


def test_over_revoked_or_of_a_shut_account_it_opens_nothing(user, issued):
    token, header = issued(valid_for=timedelta(days=3))
    clear = header["authorization"].split()[1]
    assert services.look_up(clear) == token
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1)):
        assert services.look_up(clear) is None
    user.is_active = False
    user.save()
    assert services.look_up(clear) is None
    user.is_active = True
    user.save()
    services.revoke(token, actor=user)
    services.revoke(token, actor=user)
    assert services.look_up(clear) is None
    trail = AuditEntry.objects.filter(verb__startswith="access.").order_by("pk")
    assert [entry.verb for entry in trail] == ["access.token_issued", "access.token_revoked"]


def test_use_is_noted_once_an_hour(issued, django_assert_num_queries):
    token, header = issued()
    clear = header["authorization"].split()[1]
    with django_assert_num_queries(2):
        services.look_up(clear)
    with django_assert_num_queries(1):
        services.look_up(clear)
    token.refresh_from_db()
    assert token.last_used_at is not None


@pytest.mark.parametrize("is_demo", [True, False])
def test_of_a_demonstration_only_in_one(user, issued, settings, is_demo):
    _token, header = issued()
    clear = header["authorization"].split()[1]
    type(user).objects.update(is_demo=is_demo)
    assert (services.look_up(clear) is None) == is_demo
    settings.DEMO = True
    assert services.look_up(clear)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_at_once_makes_one_token(user):
    def press():
        wanted = {"name": "CRM", "scopes": ["events:read"], "valid_for": timedelta(days=1)}
        try:
            return services.issue(user, form="one", **wanted)[1]
        except services.AlreadyIssued as already:
            return already.clear

    clear = set(at_once(8, press))
    assert len(clear) == AccessToken.objects.count() == 1
    assert services.look_up(*clear)
