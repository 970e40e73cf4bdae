"""Events that were announced lately, as an Atom feed (RFC 4287), German where a text lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.dateformat import format as formatted
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from events.models import Event
from web.text import clean_line

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class EventsFeed(Atom1Feed):
    """Django's, whose entries say their language where it is not the feed's."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


def atom(events: Iterable[Event], language: str, *, name: str, page: str, path: str) -> str:
    """The feed `name` at `path` of these events, in the order they are given.

    `page` is the path of the page it belongs to.
    """
    feed = EventsFeed(
        title=clean_line(name),
        link=_absolute(page),
        description="",
        language=language,
        feed_url=_absolute(path),
        feed_guid=_absolute(path),
    )
    for event in events:
        if event.text is None:
            continue
        hosts = [host.organisation.name for host in event.shown_hosts if host.role == "lead"]
        feed.add_item(
            title=clean_line(event.text.title),
            link=_absolute(event.get_absolute_url()),
            description=_in_one_line(event),
            # An id for ever, whatever the address becomes (RFC 4287, 4.2.6).
            unique_id=event.uid.urn,
            pubdate=event.published_at or event.created_at,
            updateddate=event.changed_at,
            # An author is needed in each entry (4.1.2), or in the feed.
            author_name=hosts[0] if hosts else _("Events"),
            language=event.text.language,
        )
    return feed.writeString("utf-8")


def _in_one_line(event: Event) -> str:
    """When, where and what, with what has changed of it first."""
    said = [] if event.state == Event.State.CONFIRMED else [event.get_state_display()]
    said.append(formatted(event.starts_there, "Y-m-d H:i"))
    if venue := event.agreed_venue:
        said.append(venue.name)
    if event.text.summary:
        said.append(event.text.summary)
    return clean_line(" · ".join(said))


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
