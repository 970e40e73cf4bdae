"""Names that nobody has, as far as that can be told without knowing the world's names.

Names are written in every script here, with apostrophes and hyphens, double, or short as an
initial. So this looks for what a hand does on a keyboard, and for nothing that is merely rare.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from petitions.models import Suspicion

PATTERNS = Path(__file__).parent / "data" / "name_patterns.toml"
INTERNET = re.compile(r"://|www\.|@|\.(com|de|info|net|org|ru|shop|xyz)\b", re.IGNORECASE)
REPEATED = re.compile(r"(.)\1{3}|^(.)\2{2,}$")

Signal = Suspicion.Signal


def name_signals(given_name: str, family_name: str) -> list[Suspicion.Signal]:
    """What is odd about a name; for nearly everyone nothing."""
    given, family = _letters(given_name), _letters(family_name)
    found = []
    if _is_no_name(given_name) or _is_no_name(family_name):
        found.append(Signal.NO_NAME)
    if _is_typed_blindly(given) or _is_typed_blindly(family):
        found.append(Signal.KEYBOARD)
    if _is_one_letter(given) and _is_one_letter(family):
        found.append(Signal.ONE_LETTER)
    elif given and given == family and given not in _data()["both"]:
        found.append(Signal.SAME_NAMES)
    return found


def same_name(given_name: str, family_name: str) -> str:
    """One spelling for a full name, to count how often it comes."""
    return f"{_letters(given_name)} {_letters(family_name)}"


def _is_no_name(name: str) -> bool:
    return any(sign.isdigit() for sign in name) or bool(INTERNET.search(name))


def _is_typed_blindly(letters: str) -> bool:
    return bool(REPEATED.search(letters)) or any(row in letters for row in _data()["keyboard"])


def _is_one_letter(letters: str) -> bool:
    """One letter of an alphabet. A Chinese or Korean name is one sign, and whole."""
    return len(letters) == 1 and letters.upper() != letters.lower()


def _letters(name: str) -> str:
    """The letters alone, in lower case: without dots, spaces, hyphens and apostrophes."""
    text = unicodedata.normalize("NFC", name).casefold()
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LM")


@cache
def _data() -> dict[str, frozenset[str]]:
    data = tomllib.loads(PATTERNS.read_text())
    return {name: frozenset(data[name]) for name in ("keyboard", "both")}
