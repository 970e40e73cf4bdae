"""What is new as an Atom feed (RFC 4287): one shape for whatever an app has to tell.

An app's `feeds.py` makes entries of its rows, newest first; the page cache does the rest:
one copy for everybody, with an ETag, so a reader that has it already gets 304.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from web.text import clean_line

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# Programs ask every few hours: a minute makes none later.
FRESH_SECONDS = 60
MOST_ENTRIES = 50
# A feed of nothing has changed at no moment, and must say one (RFC 4287, 4.1.1): always the
# same, so that it stays the same feed.
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that is new. `id` is for ever, whatever its address becomes (4.2.6).

    `language` is that of its words, German where the reader's lack. `html` is trusted.
    """

    id: str
    title: str
    path: str
    language: str
    published_at: datetime
    updated_at: datetime
    author: str = ""
    summary: str = ""
    html: str = ""


def lasting_id(kind: str, key: object) -> str:
    """An id of our own that names no address (RFC 4151): `tag:example.org,2026:petition/7`."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{kind}/{key}"


def answer(
    request: HttpRequest,
    entries: Iterable[Entry],
    *,
    title: str,
    page: str,
    subtitle: str = "",
    author: str = "",
    guid: str = "",
) -> HttpResponse:
    """The feed at the request's address, in the present language, in the order given.

    `page` is the path of the page it belongs to, `author` who wrote the entries that name
    nobody; `guid` is the feed's id where it is not its address.
    """
    address = absolute(request.path)
    feed = _Feed(
        # XML holds no control characters, not even escaped ones: pasted text is freed of them.
        title=clean_line(title),
        link=absolute(page),
        description="",
        subtitle=clean_line(subtitle) or None,
        language=get_language() or settings.LANGUAGE_CODE,
        author_name=clean_line(author) or None,
        feed_url=address,
        feed_guid=guid or address,
    )
    for entry in entries:
        feed.add_item(
            title=clean_line(entry.title),
            link=absolute(entry.path),
            # Django says of it that it is HTML.
            description=escape(clean_line(entry.summary)),
            unique_id=entry.id,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            author_name=clean_line(entry.author) or None,
            language=entry.language,
            html=entry.html,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=CONTENT_TYPE)


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)


class _Feed(Atom1Feed):
    """Django's, whose entries say their language and may hold a whole text."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": item["description"] or None})
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})
