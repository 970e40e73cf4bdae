"""Which pages there are: found by following links from the start, one of each kind."""

import re
import urllib.error
import urllib.request
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override

# Reached by no link, or only by chance: error pages, forms with errors, empty results.
UNLINKED = ("search/?q=wahl", "styleguide/")
WITHOUT_RESULT = ("search/?q=zzzz", "petitions/unknown/", "me/not-a-secret/")
# Files, other sites' formats and what a visitor may not open.
SKIPPED = re.compile(r"^/(static|api|admin|livez|readyz)|/feed|\.(ics|png|svg|xml|json|txt)$")
HREF = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"", re.IGNORECASE)


def crawl(site: str, language: str, limit: int = 80) -> dict[str, str]:
    """Return a path for each view name that links lead to, in this language."""
    start = f"/{language}/"
    found: dict[str, str] = {}
    waiting = deque([start, *(start + path for path in UNLINKED)])
    seen = set(waiting)
    while waiting and len(found) < limit:
        path = waiting.popleft()
        name = view_name(path, language)
        if name is None or name in found:
            continue
        html = fetch(site + path)
        if html is None:
            continue
        found[name] = path
        for link in HREF.findall(html):
            there = urlsplit(urljoin(site + path, unescape(link)))
            if f"{there.scheme}://{there.netloc}" != site or SKIPPED.search(there.path):
                continue
            if there.path not in seen and in_language(there.path, language):
                seen.add(there.path)
                waiting.append(there.path)
    return found | {f"without result:{path}": start + path for path in WITHOUT_RESULT}


def in_language(path: str, language: str) -> bool:
    """Whether the path is of this language, or of none (the style guide, the mailbox)."""
    first = path.split("/")[1]
    return first == language or len(first) > 2


def view_name(path: str, language: str) -> str | None:
    try:
        with override(language):
            match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    if match.view_name == "pages:legal":  # One view and several pages.
        return f"{match.view_name} {match.kwargs['slug']}"
    return match.view_name


def fetch(address: str) -> str | None:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return answer.read().decode() if "html" in answer.headers["Content-Type"] else None
    except urllib.error.HTTPError:
        return None
