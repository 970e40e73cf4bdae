"""Which language to show, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur"})


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


# What is spoken in a city, whether pages are written in it or not: by code (BCP 47).
SPOKEN: dict[str, str] = dict(settings.LANGUAGES) | {
    "sq": "Shqip",
    "bs": "Bosanski",
    "bg": "Български",
    "fa": "فارسی",
    "fr": "Français",
    "el": "Ελληνικά",
    "hi": "हिन्दी",
    "it": "Italiano",
    "hr": "Hrvatski",
    "ckb": "کوردیی ناوەندی",
    "kmr": "Kurmancî",
    "nl": "Nederlands",
    "ps": "پښتو",
    "pl": "Polski",
    "pt": "Português",
    "rom": "Romani ćhib",
    "ro": "Română",
    "ru": "Русский",
    "sr": "Српски",
    "so": "Soomaali",
    "es": "Español",
    "ta": "தமிழ்",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "gsg": "Deutsche Gebärdensprache",
}

# As fields offer them.
SHIPPED_CHOICES = tuple(settings.LANGUAGES)
SPOKEN_CHOICES = tuple(SPOKEN.items())

# What is mostly spoken where the city's associations meet: offered first, the others folded away.
COMMON = ("de", "en", "tr", "ar", "uk", "ru", "pl", "gsg")


def endonym(code: str) -> str:
    """A language's name in itself; the code where it is not known."""
    return SPOKEN.get(code, code)


def pick[T](texts: Iterable[T], language: str) -> T | None:
    """The text in `language`, else the German source, else None.

    Never one migrant language for another: who does not find Turkish is shown
    German with a notice, not Arabic.
    """
    by_language: dict[str, Any] = {text.language: text for text in texts}  # type: ignore[attr-defined]
    return by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
