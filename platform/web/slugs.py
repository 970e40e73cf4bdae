"""Addresses made from titles: readable, and free."""

from __future__ import annotations

from itertools import chain, count

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

# As Germans write them where no umlauts are to be had; Turkish letters without a base form.
SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ł": "l"}
)
LONGEST = 50
# Where a thing's address could stand, these words are pages of ours, which would hide it.
# tests/config/test_slugs.py reads from all addresses which they are.
RESERVED = frozenset({
    "apply", "calendar", "entries", "fields", "invitation", "moderation", "my", "new", "order",
    "parts", "registrations", "signatures", "venues",
})  # fmt: skip


def slug_of(title: str, fallback: str) -> str:
    """The title as part of an address; `fallback` where it has no Latin letters, and before a
    title that is the address of a page of ours.

    >>> slug_of("Wählen für alle, überall!", "petition")
    'waehlen-fuer-alle-ueberall'
    >>> slug_of("New", "petition")
    'petition-new'
    """
    slug = slugify(title.lower().translate(SPELLED))
    if len(slug) > LONGEST:
        # At the end of a word where there is one.
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return f"{fallback}-{slug}" if slug in RESERVED else slug or fallback


def insert_with_slug(row: models.Model, title: str) -> None:
    """Store a new row under a free slug made from the title, whoever else does so at once."""
    stem = slug_of(title, row._meta.model_name or "")[: LONGEST - 4]
    for number in chain([""], count(2)):
        row.slug = f"{stem}-{number}" if number else stem  # type: ignore[attr-defined]
        if type(row)._default_manager.filter(slug=row.slug).exists():  # type: ignore[attr-defined]
            continue
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if type(row)._default_manager.filter(slug=row.slug).exists():  # type: ignore[attr-defined]
                continue
            raise
        return
