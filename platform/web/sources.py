"""Where someone came from: the `?from=` of a link, a word for a poster, a stall or a partner.

It names a way, never a person, and only a signature keeps it.
"""

import re
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

PARAMETER = "from"
LONGEST = 40
_WORD = re.compile(rf"[\w.-]{{1,{LONGEST}}}")


def clean_source(word: str) -> str:
    """The word, or "" where it is none: a mangled link must not keep anybody from signing."""
    return word if _WORD.fullmatch(word) else ""


def source_of(request: HttpRequest) -> str:
    """The source of a form that was sent: its own field, or `?from=` of the page one stood on.

    That page is cached for everyone, so the source can't be written into it; the Referer of our
    own page carries it, without any script.
    """
    source = request.POST.get("source", "")
    # Not from request.headers, which is made of all of them first.
    if not source and (referer := request.META.get("HTTP_REFERER")):
        source = parse_qs(urlsplit(referer).query).get(PARAMETER, [""])[0]
    return clean_source(source)
