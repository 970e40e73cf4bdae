"""What the administration's text forms send: one per language, in the order they are shown."""

from typing import Any

from django.conf import settings
from django.db.models import Model

CODES = [code for code, _name in settings.LANGUAGES]


def text_forms(thing: Model | None = None, **texts: dict[str, str]) -> dict[str, str]:
    """The texts of a thing as its page shows them, with other words for some languages."""
    stored = {} if thing is None else {row.language: row for row in _texts(thing)}
    order = sorted(CODES, key=lambda code: (code not in stored, CODES.index(code)))
    data = {"texts-TOTAL_FORMS": str(len(CODES)), "texts-INITIAL_FORMS": str(len(stored))}
    for number, code in enumerate(order):
        words: dict[str, Any] = {"language": code, "status": "reviewed"}
        if row := stored.get(code):
            words |= {field.name: field.value_from_object(row) for field in row._meta.fields}
        words |= texts.get(code, {})
        data |= {f"texts-{number}-{name}": str(word) for name, word in words.items()}
    return data


def _texts(thing: Any) -> Any:
    published = {"version": thing.published_version} if hasattr(thing, "published_version") else {}
    return thing.texts.filter(**published)
