"""The fields of work that a fresh platform knows: data/fields_of_work.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from languages.models import fingerprint

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
