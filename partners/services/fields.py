"""Fields of work: those a fresh platform knows (data/fields_of_work.toml), and changing them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from languages import editing
from languages.models import fingerprint
from partners.models import FieldOfWork
from privacy import audit
from web.slugs import insert_with_slug

SHIPPED = Path(__file__).parents[1] / "data" / "fields_of_work.toml"


@cache
def shipped_fields() -> tuple[dict[str, Any], ...]:
    """Each field as it stands in the file: its slug, and its name by language."""
    return tuple(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["fields"])


def load_fields(fields: Any, texts: Any) -> int:
    """Fill the empty table of a fresh database; return how many were made.

    Given the two models, which are those of a migration. A table that holds anything is its
    office's own: what was changed or deleted there stays so.
    """
    if fields._default_manager.exists():
        return 0
    for position, found in enumerate(shipped_fields(), start=1):
        row = fields._default_manager.create(slug=found["slug"], position=position)
        source = fingerprint({"name": found["names"]["de"]})
        texts._default_manager.bulk_create(
            texts(field=row, language=language, name=name, source_hash=source)
            for language, name in found["names"].items()
        )
    return len(shipped_fields())


@transaction.atomic
def store_field(
    field: FieldOfWork | None, names: Mapping[str, str], position: int, *, actor: AbstractBaseUser
) -> FieldOfWork:
    """Add a field of work, or change one: its name by language, and its place in the list.

    German must have a name; where another language has none, people read the German one.
    """
    verb = "partners.field_changed" if field else "partners.field_added"
    if field is None:
        field = FieldOfWork(position=position)
        insert_with_slug(field, names[settings.LANGUAGE_CODE])
    elif field.position != position:
        field.position = position
        field.save(update_fields=["position"])
    present = {text.language: text for text in field.texts.all()}
    # German first: the others follow it.
    for language in sorted(names, key=lambda code: code != settings.LANGUAGE_CODE):
        known = present.get(language)
        if names[language]:
            seen = editing.state_of(known)
            editing.write(field, language, {"name": names[language]}, seen=seen)
        elif known is not None and language != settings.LANGUAGE_CODE:
            known.delete()
    audit.record(verb, actor, field)
    return field


@transaction.atomic
def remove_field(field: FieldOfWork, *, actor: AbstractBaseUser) -> None:
    """Raises ValidationError while organisations say that they work on it."""
    FieldOfWork.objects.select_for_update().get(pk=field.pk)
    if field.organisations.exists():
        raise ValidationError(_("Organisations work on this. It can be removed when none does."))
    audit.record("partners.field_removed", actor, field)
    field.delete()
