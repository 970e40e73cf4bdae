# ruff: noqa: RUF001, RUF002 - letters that look alike are the subject of this file
"""One search over everything public, the same on SQLite (FTS5) and PostgreSQL (pg_trgm).

Every word of the query must stand somewhere in the text, inside a longer word too: German
and Turkish put them together. Titles come before bodies.
"""

import unicodedata
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from web.models import SearchEntry

FTS_TABLE = "web_searchentry_fts"
# Shorter words have no trigram; they are looked for without the index.
TRIGRAM = 3
MOST_WORDS = 8
LONGEST_QUERY = 200

# What Unicode does not decompose, though readers type it either way.
LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ـ": "",
    }
)


def normalise(text: str) -> str:
    """Letters as they are compared: no case, no accents, no vowel signs, single spaces.

    ß is ss, ı and İ are i, the forms of alef are one, teh marbuta is heh, tatweel vanishes,
    every digit is a Latin one.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(map(_letter, folded)).translate(LETTERS).split())


def index_entry(
    kind: str,
    key: str,
    language: str,
    *,
    title: str,
    body: str = "",
    url_name: str,
    url_args: dict[str, str] | None = None,
) -> None:
    """Make a thing findable in a language, or renew what is known of it. `body` is plain text."""
    normalised_title = normalise(title)[:600]
    with transaction.atomic():
        entry, _ = SearchEntry.objects.update_or_create(
            kind=kind,
            key=key,
            language=language,
            defaults={
                "title": title[:300],
                "body": body,
                "url_name": url_name,
                "url_args": url_args or {},
                "normalised_title": normalised_title,
                "normalised": f"{normalised_title}\n{normalise(body)}",
            },
        )
        _write_trigrams(entry)


def remove_entry(kind: str, key: str, language: str = "") -> None:
    """Make a thing unfindable, in one language or (by default) in all."""
    entries = SearchEntry.objects.filter(kind=kind, key=key)
    if language:
        entries = entries.filter(language=language)
    with transaction.atomic():
        _drop_trigrams(list(entries.values_list("pk", flat=True)))
        entries.delete()


def search(query: str, language: str, limit: int = 20) -> list[SearchEntry]:
    """What holds every word of the query in this language or in German, best first.

    Each thing comes once, in this language if it exists in it. Two queries.
    """
    words = list(dict.fromkeys(normalise(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]
    if not words:
        return []
    entries = SearchEntry.objects.filter(language__in={language, settings.LANGUAGE_CODE})
    # Both languages of a thing may match, hence twice the limit.
    found = list(_ranked(_holding(entries, words), words)[: limit * 2])
    things = list(dict.fromkeys((entry.kind, entry.key) for entry in found))[:limit]
    shown = {(entry.kind, entry.key): entry for entry in reversed(found)}
    if language != settings.LANGUAGE_CODE and things:
        keys = {key for _, key in things}
        own = SearchEntry.objects.filter(language=language, key__in=keys)
        shown |= {(entry.kind, entry.key): entry for entry in own}
    return [shown[thing] for thing in things]


def keys(kind: str, query: str, language: str) -> QuerySet[SearchEntry, Any]:
    """The keys of all things of a kind that hold every word, in this language or in German.

    A subquery, to narrow a list of a kind's own by. A query without a letter finds nothing.
    """
    words = list(dict.fromkeys(normalise(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]
    entries = SearchEntry.objects.filter(
        kind=kind, language__in={language, settings.LANGUAGE_CODE}
    )
    found = _holding(entries, words) if words else entries.none()
    return found.order_by().values("key")


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return letter if category[0] in "LNM" else " "


def _holding(entries: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    long_words = [word for word in words if len(word) >= TRIGRAM]
    if long_words and _has_fts():
        match = " AND ".join(f'"{word}"' for word in long_words)
        rows = RawSQL(  # noqa: S611 - the table is a constant, the words are a parameter
            f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s",  # noqa: S608
            [match],
        )
        entries = entries.filter(pk__in=rows)
        words = [word for word in words if len(word) < TRIGRAM]
    # On PostgreSQL the trigram index serves LIKE; without the extension LIKE reads all rows.
    for word in words:
        entries = entries.filter(normalised__contains=word)
    return entries


def _ranked(entries: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    in_title = Q()
    for word in words:
        in_title &= Q(normalised_title__contains=word)
    rank = Case(
        When(normalised_title=" ".join(words), then=Value(0)),
        When(normalised_title__startswith=" ".join(words), then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return entries.annotate(rank=rank).order_by("rank", Length("title"), "title", "pk")


@cache
def _has_fts() -> bool:
    return connection.vendor == "sqlite" and FTS_TABLE in connection.introspection.table_names()


def _write_trigrams(entry: SearchEntry) -> None:
    _drop_trigrams([entry.pk])
    if _has_fts():
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {FTS_TABLE} (rowid, normalised) VALUES (%s, %s)",  # noqa: S608
                [entry.pk, entry.normalised],
            )


def _drop_trigrams(keys: list[int]) -> None:
    if keys and _has_fts():
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {FTS_TABLE} WHERE rowid = %s",  # noqa: S608
                [[key] for key in keys],
            )
