"""The legal forms that a fresh platform knows: data/instruments.toml, with source and check."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from languages.models import fingerprint

SHIPPED = Path(__file__).parents[1] / "data" / "instruments.toml"
FIELDS = (
    "channel",
    "jurisdiction",
    "legal_reference",
    "minimum_age",
    "months_of_residence",
    "nationality",
    "quorum_percent",
    "quorum_cap",
    "quorum",
    "window_days",
    "source",
    "checked_on",
)


@cache
def shipped_instruments() -> tuple[dict[str, Any], ...]:
    """Each legal form as it stands in the file: its fields, and a table of words by language."""
    return tuple(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["instruments"])


def load_instruments(instruments: Any, texts: Any) -> int:
    """Fill the empty table of a fresh database; return how many there are now.

    Given the two models, which are those of a migration. A table that holds anything is its
    office's own: what was changed or deleted there stays so.
    """
    if instruments._default_manager.exists():
        return 0
    for found in shipped_instruments():
        fields = {name: found[name] for name in FIELDS if name in found}
        row = instruments._default_manager.create(slug=found["slug"], **fields)
        texts._default_manager.bulk_create(
            texts(instrument=row, language=language, source_hash=fingerprint(found["de"]), **words)
            for language, words in found.items()
            if isinstance(words, dict)
        )
    return len(shipped_instruments())
