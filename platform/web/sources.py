"""Where someone came from: the `?from=` of a link, a word for a poster, a stall or a partner.

It names a way, never a person, and only a signature keeps it.
"""

import re

PARAMETER = "from"
LONGEST = 40
_WORD = re.compile(rf"[\w.-]{{1,{LONGEST}}}")


def clean_source(word: str) -> str:
    """The word, or "" where it is none: a mangled link must not keep anybody from signing."""
    return word if _WORD.fullmatch(word) else ""
