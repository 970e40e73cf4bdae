"""Events as entries of feeds: when, where and what, German where a text lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

from events.models import Event
from web.feeds import Entry


def of_events(events: Iterable[Event]) -> Iterator[Entry]:
    for event in events:
        if event.text is None:
            continue
        hosts = [host.organisation.name for host in event.shown_hosts if host.role == "lead"]
        yield Entry(
            id=event.uid.urn,
            title=event.text.title,
            path=event.get_absolute_url(),
            language=event.text.language,
            published_at=event.published_at or event.created_at,
            updated_at=event.changed_at,
            # An author is needed in each entry (RFC 4287, 4.1.2), or in the feed.
            author=hosts[0] if hosts else _("Events"),
            summary=_in_one_line(event),
        )


def _in_one_line(event: Event) -> str:
    """When, where and what, with what has changed of it first."""
    said = [] if event.state == Event.State.CONFIRMED else [event.get_state_display()]
    said.append(formatted(event.starts_there, "Y-m-d H:i"))
    if venue := event.agreed_venue:
        said.append(venue.name)
    if event.text.summary:
        said.append(event.text.summary)
    return " · ".join(said)
