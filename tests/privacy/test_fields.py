"""Encrypted at rest: str in Python, a token in the database."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from privacy.fields import EncryptedTextField, PersonKeyField

ARABIC = "أمينة بن يوسف"


def stored(model) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sender, note FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


def test_the_database_never_sees_the_text(letter):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        letter.objects.create(sender="Ada Lovelace", note=ARABIC)
    assert "Lovelace" not in str(queries.captured_queries)
    ((sender, note),) = stored(letter)
    assert "Ada" not in sender
    assert sender.startswith("gAAAA")
    assert ARABIC not in note
    one = letter.objects.get()
    assert (one.sender, one.note) == ("Ada Lovelace", ARABIC)


def test_the_same_text_has_another_token_each_time(letter):
    letter.objects.bulk_create([letter(sender="Ada"), letter(sender="Ada")])
    (first, _), (second, _) = stored(letter)
    assert first != second


def test_nothing_is_stored_as_nothing_and_empty_text_is_hidden(letter):
    letter.objects.create(sender="", note=None)
    ((sender, note),) = stored(letter)
    assert sender != ""
    assert note is None
    assert letter.objects.get().sender == ""
    assert letter.objects.filter(note__isnull=True).exists()


def test_every_way_of_writing_encrypts(letter):
    one = letter.objects.create(sender="Ada")
    letter.objects.update(sender="Grace")
    assert "Grace" not in stored(letter)[0][0]
    one.refresh_from_db()
    assert one.sender == "Grace"
    one.sender = "Edsger"
    letter.objects.bulk_update([one], ["sender"])
    assert "Edsger" not in stored(letter)[0][0]
    letter.objects.update(note=F("sender"))
    assert list(letter.objects.values_list("sender", "note")) == [("Edsger", "Edsger")]


@pytest.mark.parametrize("lookup", ["", "__iexact", "__in", "__contains", "__lower", "__gt"])
def test_it_cannot_be_looked_up(letter, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        letter.objects.filter(**{f"sender{lookup}": ["Ada"] if lookup == "__in" else "Ada"})


def test_a_function_over_it_gives_no_clear_text(letter):
    letter.objects.create(sender="Ada")
    with pytest.raises(ImproperlyConfigured):
        list(letter.objects.annotate(low=Lower("sender")).values("low"))


def test_an_unknown_key_is_said_without_the_value(letter, settings):
    letter.objects.create(sender="Ada")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match=r"Letter\.sender .*ENCRYPTION_KEYS"):
        letter.objects.get()


def test_old_keys_still_read(letter, settings):
    letter.objects.create(sender="Ada")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert letter.objects.get().sender == "Ada"


@pytest.mark.parametrize("field", [EncryptedTextField(null=True), PersonKeyField()])
def test_the_fields_deconstruct_to_themselves(field):
    _, path, args, kwargs = field.deconstruct()
    assert path == f"privacy.fields.{type(field).__name__}"
    again = type(field)(*args, **kwargs)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
