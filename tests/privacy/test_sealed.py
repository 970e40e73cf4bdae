"""Links that say all by themselves."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.utils import timezone

from privacy.sealed import open_link, seal, seal_in_link
from privacy.secrets import SecretExpired, SecretUnknown

DAY = timedelta(days=1)


def test_what_was_sealed_is_told():
    secret = seal_in_link("test", ["ada", 3])
    assert open_link(secret, "test", lifetime=DAY) == ["ada", 3]
    assert "ada" not in secret
    assert "=" not in secret


@pytest.mark.parametrize("secret", ["", "x", "ü", "=", "a" * 300, "\0"])
def test_what_was_never_sealed_is_unknown(secret):
    with pytest.raises(SecretUnknown):
        open_link(secret, "test", lifetime=DAY)


def test_nor_what_was_sealed_for_something_else():
    for other in (seal_in_link("other", 1), seal(["other", 1]), seal("x"), seal(3)):
        with pytest.raises(SecretUnknown):
            open_link(other.rstrip("="), "test", lifetime=DAY)


def test_it_ends():
    secret = seal_in_link("test", 1)
    with (
        time_machine.travel(timezone.now() + DAY + timedelta(minutes=1)),
        pytest.raises(SecretExpired),
    ):
        open_link(secret, "test", lifetime=DAY)


def test_an_older_key_still_opens_it(settings):
    secret = seal_in_link("test", 1)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert open_link(secret, "test", lifetime=DAY) == 1
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    with pytest.raises(SecretUnknown):
        open_link(secret, "test", lifetime=DAY)
