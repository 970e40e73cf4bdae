"""A throwaway model with a picture, known to the tests of this folder only."""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models


@contextmanager
def poster_model():
    """Give a model `Poster` that refers to a picture, and to many more, for a while."""

    class Poster(models.Model):
        picture = models.ForeignKey(
            "pictures.Picture", models.PROTECT, null=True, related_name="+"
        )
        more = models.ManyToManyField("pictures.Picture")

        class Meta:
            app_label = "pictures"

        def __str__(self) -> str:
            return str(self.pk)

    try:
        with connection.schema_editor() as editor:
            editor.create_model(Poster)
        yield Poster
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Poster)
        del apps.all_models["pictures"]["poster"]
        del apps.all_models["pictures"]["poster_more"]
        apps.clear_cache()
