"""Fields for what people tell: the key that stands for a person, and text only we can read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class PersonKeyField(models.CharField):
    """The keyed hash that stands for a person (privacy.person.person_key)."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("verbose_name", _("person key"))
        super().__init__(*args, **kwargs)


def cipher() -> MultiFernet:
    """Return the cipher over settings.ENCRYPTION_KEYS: the first encrypts, all decrypt."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS))


def newest_cipher() -> MultiFernet:
    """Return the cipher that reads only what the newest key has written."""
    return _cipher((settings.ENCRYPTION_KEYS[0],))


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    # Loaded with the first word to encrypt: beat never sees one.
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in keys])


def decrypted(token: str) -> str | None:
    """What the token hides; None when it was written with none of our keys."""
    from cryptography.fernet import InvalidToken

    try:
        return cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        return None


class EncryptedTextField(models.TextField):
    """A TextField whose value is str in Python and a Fernet token in the database.

    The same text has another token each time, so nothing can be looked up, joined or
    sorted by it; only `isnull` may be asked. Joins go by person_key.
    """

    description = "Text, encrypted at rest"

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        if value is None:
            return None
        return cipher().encrypt(value.encode()).decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        text = decrypted(value)
        if text is None:
            raise ImproperlyConfigured(
                f"{self.model.__name__}.{self.name} was encrypted with a key that is not in "
                "ENCRYPTION_KEYS. Add the old key at the end of the list."
            )
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted and cannot be looked up by '{lookup_name}'."
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and cannot be looked up by '{lookup_name}'.")
