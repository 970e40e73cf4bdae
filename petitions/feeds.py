"""Petitions as entries of a feed, German where a text lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from petitions.models import Petition
from web.feeds import BEFORE_ALL, Entry, lasting_id


def of_petitions(petitions: Iterable[Petition]) -> Iterator[Entry]:
    """Petitions as `newest_first` gives them: their entry changes with the text and the state."""
    for petition in petitions:
        if petition.text is None:
            continue
        opened_at = petition.opens_at or BEFORE_ALL
        changed = (petition.text_changed_at, petition.closed_at, petition.handed_over_at)
        yield Entry(
            id=lasting_id("petition", petition.pk),
            title=petition.text.title,
            path=petition.get_absolute_url(),
            language=petition.text.language,
            published_at=opened_at,
            updated_at=max([opened_at, *(moment for moment in changed if moment)]),
            author=petition.initiator.name,
            summary=petition.text.summary,
        )
