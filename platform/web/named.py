"""Finding one among many by what it is called, without a word's end or capitals mattering."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

MOST_WORDS = 8


def named(things: Any, query: str, *fields: str) -> Any:
    """Those in whose fields, taken together, every word of the query stands."""
    for word in query.split()[:MOST_WORDS]:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        things = things.filter(anywhere)
    return things
