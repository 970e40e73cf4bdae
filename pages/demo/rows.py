"""Writing rows so that writing them again changes nothing."""

from typing import Any

from django.db import models

from languages.models import Translation, fingerprint
from pages.demo.content import Texts
from pages.demo.guard import NotADemo


def put[M: models.Model](model: type[M], key: dict[str, Any], **fields: Any) -> M:
    """Return the row with this key, made or brought to these values; saved only if needed.

    Raises NotADemo rather than touch a row of the same key that is not marked as demo.
    """
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **fields)
    if fields.get("is_demo") and not getattr(row, "is_demo", False):
        raise NotADemo(f"{model.__name__} {key} exists and is not demo content: rename it first.")
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, fields[name])
        row.save(update_fields=_with_automatic(model, changed))
    return row


def put_texts(model: type[Translation], parent: models.Model, texts: Texts) -> None:
    """Bring the texts of one thing to these words, in two or three queries."""
    link = _link(model, parent)
    existing = {text.language: text for text in model._default_manager.filter(**{link: parent})}
    new, changed, names = [], [], set[str]()
    for language, wanted in stamped(texts).items():
        text = existing.get(language)
        if text is None:
            new.append(model(**{link: parent}, language=language, **wanted))
        elif different := [name for name in wanted if getattr(text, name) != wanted[name]]:
            for name in different:
                setattr(text, name, wanted[name])
            changed.append(text)
            names.update(different)
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, sorted(names))


def stamped(texts: Texts) -> Texts:
    """The texts with the fingerprint of the German ones that the others were made from.

    One that brings its own was made from earlier ones.
    """
    source = fingerprint(texts["de"])
    return {language: {"source_hash": source, **words} for language, words in texts.items()}


def _link(model: type[Translation], parent: models.Model) -> str:
    return next(
        field.name
        for field in model._meta.fields
        if field.is_relation and field.related_model is type(parent)
    )


def _with_automatic(model: type[models.Model], names: list[str]) -> list[str]:
    """`update_fields` leaves out what a save sets by itself; a change date must follow."""
    automatic = [field.name for field in model._meta.fields if getattr(field, "auto_now", False)]
    return [*names, *automatic]
