"""Encrypt everything again with the newest key, so that an old key can be thrown away."""

from collections.abc import Iterator

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, TextField, Value

from privacy.fields import EncryptedTextField, cipher, newest_cipher

Model = type[models.Model]


class Command(BaseCommand):
    help = (
        "Re-encrypt every encrypted field with the first of ENCRYPTION_KEYS. "
        "May be stopped and started again: what is done already is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="Rows per transaction.")

    def handle(self, *, batch: int, **options):
        unreadable_in_all = 0
        for model, field in encrypted_fields():
            rotated, unreadable = _rotate(model, field, batch)
            unreadable_in_all += unreadable
            name = f"{model._meta.label}.{field}"
            self.stdout.write(f"{name}: {rotated} re-encrypted, {unreadable} unreadable")
        if unreadable_in_all:
            raise CommandError(
                f"{unreadable_in_all} values were encrypted with a key that is not in "
                "ENCRYPTION_KEYS. They are unchanged."
            )


def encrypted_fields() -> Iterator[tuple[Model, str]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field.name


def _rotate(model: Model, field: str, batch: int) -> tuple[int, int]:
    """Return how many values were rotated and how many no key could read."""
    rotated = unreadable = 0
    # The wrapper gives the stored token: its output is a plain TextField.
    rows = model._base_manager.annotate(token=ExpressionWrapper(F(field), TextField())).exclude(
        token=None
    )
    last = None
    while True:
        following = rows.filter(pk__gt=last) if last is not None else rows
        page = list(following.order_by("pk").values_list("pk", "token")[:batch])
        if not page:
            return rotated, unreadable
        with transaction.atomic():
            for pk, token in page:
                try:
                    new_token = _rotated(token)
                except InvalidToken:
                    unreadable += 1
                    continue
                if new_token:
                    # Only if nobody has written the row in the meantime.
                    same = rows.filter(pk=pk, token=token)
                    rotated += same.update(**{field: Value(new_token, TextField())})
        last = page[-1][0]


def _rotated(token: str) -> str | None:
    """Return the token under the newest key, or None when it is already."""
    try:
        newest_cipher().decrypt(token.encode())
    except InvalidToken:
        return cipher().rotate(token.encode()).decode()
    return None
