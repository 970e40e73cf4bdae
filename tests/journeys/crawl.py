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
SKIPPED = re.compile(r"^/(static|api|admin|livez|readyz)|/feed|\.(ics|atom|png|svg|xml|json|txt)$")
HREF = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"", re.IGNORECASE)


def crawl(site: str, language: str, limit: int = 200) -> dict[str, str]:
    """Return a path for each view name that links lead to, in this language."""
    start = f"/{language}/"
    found = follow(site, language, [start, *(start + path for path in UNLINKED)], limit=limit)
    return found | {f"without result:{path}": start + path for path in WITHOUT_RESULT}


def crawl_workspace(site: str, language: str, cookies: str) -> dict[str, str]:
    """The same for the pages of the workspace that this session's cookies open."""
    start = f"/{language}/organise/"
    return follow(site, language, [start], below=start, cookies=cookies)


def follow(
    site: str,
    language: str,
    first: list[str],
    *,
    below: str = "",
    cookies: str = "",
    limit: int = 200,
) -> dict[str, str]:
    """Follow links from the first pages on, as long as they stay below a path."""
    found: dict[str, str] = {}
    waiting = deque(first)
    seen = set(waiting)
    while waiting and len(found) < limit:
        path = waiting.popleft()
        name = view_name(path, language)
        if name is None or name in found:
            continue
        html = fetch(site + path, cookies)
        if html is None:
            continue
        found[name] = path
        for link in HREF.findall(html):
            there = urlsplit(urljoin(site + path, unescape(link)))
            if not there.path.startswith(below):
                continue
            if f"{there.scheme}://{there.netloc}" != site or SKIPPED.search(there.path):
                continue
            if there.path not in seen and in_language(there.path, language):
                seen.add(there.path)
                waiting.append(there.path)
    assert len(found) < limit, "There are more kinds of pages than the crawl looks at."
    return found


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


def fetch(address: str, cookies: str = "") -> str | None:
    request = urllib.request.Request(address, headers={"Cookie": cookies})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.read().decode() if "html" in answer.headers["Content-Type"] else None
    except urllib.error.HTTPError:
        return None
