"""Numbers for anybody to use: a table as CSV and as JSON under one licence, and what
catalogues read of it (schema.org and DCAT, JSON-LD)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import get_language

from web.downloads import Download
from web.table_files import CONTENT_TYPES, Row, write_csv

# A program that collects numbers asks seldom, and a day's number is none later.
FRESH_SECONDS = 60
KINDS = ("csv", "json")
CONTEXT = ["https://schema.org", {"dcat": "http://www.w3.org/ns/dcat#"}]
# No file format knows the words of every language: names of fields are for programs.
LICENCE_FIELD = "licence"


@dataclass(frozen=True)
class Licence:
    """Under which anybody may use the numbers; chosen by whoever runs the site."""

    name: str
    url: str


def licence() -> Licence:
    return Licence(settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE_URL)


@dataclass(frozen=True)
class Field:
    """A column: its name, the same in each language, and what it means, in the reader's."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table with rows as its fields say. `name` is its file's, `page` the path of the page
    that explains it, `path` that of the files without their ending."""

    name: str
    title: str
    page: str
    path: str
    fields: tuple[Field, ...]
    rows: Sequence[Row]

    @property
    def urls(self) -> dict[str, str]:
        return {kind: f"{self.path}.{kind}" for kind in KINDS}

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.fields]

    def records(self) -> list[dict[str, str | int]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def answer(table: Table, kind: str) -> HttpResponse:
    """The table as a file of that kind. Programs of other sites may read it too."""
    response = _csv(table) if kind == "csv" else _json(table)
    response["Link"] = f'<{licence().url}>; rel="license"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def in_words(table: Table) -> dict[str, Any]:
    """The table with all that somebody needs to use it."""
    under = licence()
    return {
        "title": table.title,
        "source": _absolute(table.page),
        "licence": {"name": under.name, "url": under.url},
        "time_zone": settings.TIME_ZONE,
        "fields": {field.name: field.meaning for field in table.fields},
        "rows": table.records(),
    }


def dataset(name: str, description: str, page: str, tables: Sequence[Table]) -> dict[str, Any]:
    """What a catalogue of data reads of the page: each table as two files."""
    address = _absolute(page)
    return {
        "@context": CONTEXT,
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": address,
        "url": address,
        "name": name,
        "description": description,
        "inLanguage": get_language(),
        "license": licence().url,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": ["DataDownload", "dcat:Distribution"],
                "name": f"{table.title} ({kind.upper()})",
                "contentUrl": _absolute(url),
                "encodingFormat": "text/csv" if kind == "csv" else "application/json",
                "license": licence().url,
            }
            for table in tables
            for kind, url in table.urls.items()
        ],
    }


def _csv(table: Table) -> HttpResponse:
    """The licence stands in each row: a comment above the table would be none to programs."""
    made = BytesIO()
    under = licence().name
    rows = ([*row, under] for row in table.rows)
    write_csv([*table.names, LICENCE_FIELD], rows, made.write, is_rtl=False)
    return Download(f"{table.name}.csv", CONTENT_TYPES["csv"], made.getvalue()).answer()


def _json(table: Table) -> HttpResponse:
    return JsonResponse(in_words(table), json_dumps_params={"ensure_ascii": False})


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
