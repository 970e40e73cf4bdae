"""A throwaway model with personal data, known to the tests of this folder only."""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models

from privacy.fields import EncryptedTextField


@contextmanager
def letter_model():
    """Give a model `Letter` with encrypted fields, installed and with a table, for a while."""

    class Letter(models.Model):
        city = models.CharField(max_length=20, default="Dortmund")
        sender = EncryptedTextField()
        note = EncryptedTextField(null=True)

        class Meta:
            app_label = "privacy"

        def __str__(self) -> str:
            return self.city

    try:
        with connection.schema_editor() as editor:
            editor.create_model(Letter)
        yield Letter
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Letter)
        del apps.all_models["privacy"]["letter"]
        apps.clear_cache()
