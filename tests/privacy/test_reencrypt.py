"""Throwing away an old key: every value is encrypted again, in batches, as often as it takes."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from privacy.fields import newest_cipher


def tokens(model) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sender FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
        return [token for (token,) in cursor.fetchall()]


def reencrypt(batch=2) -> str:
    out = StringIO()
    call_command("reencrypt", batch=batch, stdout=out)
    return out.getvalue()


@pytest.fixture
def five_letters(letter, settings):
    letter.objects.bulk_create(
        letter(sender=f"Sender {n}", note=None if n % 2 else f"Note {n}") for n in range(5)
    )
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    return letter


def test_afterwards_the_newest_key_alone_reads_everything(five_letters, settings):
    said = reencrypt()
    assert "privacy.Letter.sender: 5 re-encrypted, 0 unreadable" in said
    assert "privacy.Letter.note: 3 re-encrypted, 0 unreadable" in said
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert list(five_letters.objects.order_by("pk").values_list("sender", "note")) == [
        (f"Sender {n}", None if n % 2 else f"Note {n}") for n in range(5)
    ]


def test_a_second_run_finds_nothing_to_do(five_letters):
    reencrypt()
    before = tokens(five_letters)
    assert "privacy.Letter.sender: 0 re-encrypted" in reencrypt()
    assert tokens(five_letters) == before


def test_it_goes_on_where_it_was_stopped(five_letters):
    one = five_letters.objects.order_by("pk").first()
    one.save()
    assert "privacy.Letter.sender: 4 re-encrypted" in reencrypt()
    for token in tokens(five_letters):
        newest_cipher().decrypt(token.encode())


def test_a_value_without_a_key_is_counted_and_left_alone(five_letters, settings):
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    before = tokens(five_letters)
    with pytest.raises(CommandError, match="8 values"):
        reencrypt()
    assert tokens(five_letters) == before
