"""What people type, freed of what nobody sees: control characters and turned-round direction."""

import re
import unicodedata

from django.utils.translation import get_language

# Overrides and isolates reorder what stands around them: a name could rewrite a sentence.
# The byte order mark comes along with copied text.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
# C0, C1, NUL and lone surrogates (which no database stores); tab and line ends are layout.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
TRAILING_SPACE = re.compile(r"[^\S\n]+$", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{3,}")


def has_control_characters(text: str) -> bool:
    return bool(CONTROLS.search(text))


def strip_bidi_controls(text: str) -> str:
    return BIDI_CONTROLS.sub("", text)


def clean_line(text: str) -> str:
    """One line without control or bidi override characters, in NFC, single spaces, trimmed."""
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Several lines, cleaned like `clean_line`; line ends become \\n, at most one line empty."""
    lines = TRAILING_SPACE.sub("", LINE_ENDS.sub("\n", _visible(text)))
    return EMPTY_LINES.sub("\n\n", lines).strip()


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", strip_bidi_controls(CONTROLS.sub("", text)))


def capitalised(text: str) -> str:
    """The text with a capital to begin with, as the present language writes it: Turkish İ."""
    first = "İ" if text[:1] == "i" and get_language() == "tr" else text[:1].upper()
    return first + text[1:]
