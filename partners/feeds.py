"""Organisations as entries of a feed: who has been verified, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings

from partners.models import Organisation
from web.feeds import BEFORE_ALL, Entry, lasting_id


def of_organisations(organisations: Iterable[Organisation]) -> Iterator[Entry]:
    for organisation in organisations:
        text = organisation.text
        verified_at = organisation.verified_at or BEFORE_ALL
        yield Entry(
            id=lasting_id("organisation", organisation.pk),
            title=organisation.name,
            path=organisation.get_absolute_url(),
            language=text.language if text else settings.LANGUAGE_CODE,
            published_at=verified_at,
            updated_at=verified_at,
            author=organisation.name,
            summary=text.summary if text else "",
        )
