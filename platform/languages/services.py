"""Which language to show, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ur"})


class Language(NamedTuple):
    """A shipped language: its code, its name in itself, and its direction (`ltr`, `rtl`)."""

    code: str
    endonym: str
    direction: str


def direction(code: str) -> str:
    """`rtl` or `ltr` for a language code."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


LANGUAGES: tuple[Language, ...] = tuple(
    Language(code, endonym, direction(code)) for code, endonym in settings.LANGUAGES
)


def endonym(code: str) -> str:
    """A language's name in itself; the code where it is not shipped."""
    return next((language.endonym for language in LANGUAGES if language.code == code), code)


def pick[T](texts: Iterable[T], language: str) -> T | None:
    """The text in `language`, else the German source, else None.

    Never one migrant language for another: who does not find Turkish is shown
    German with a notice, not Arabic.
    """
    by_language: dict[str, Any] = {text.language: text for text in texts}  # type: ignore[attr-defined]
    return by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
