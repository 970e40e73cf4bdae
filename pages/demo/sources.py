"""On which ways the demo's people came: short links, and a source for each signature."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from pages.demo import content
from petitions.models import Petition, SourceLink
from petitions.services import make_link, retire_link

SATURDAY = 5


def load_links() -> None:
    """Those that are not there yet; what is printed keeps its code."""
    for found in content.tables("petitions"):
        petition = Petition.objects.get(slug=found["slug"])
        known = set(SourceLink.objects.filter(petition=petition).values_list("source", flat=True))
        for way in found.get("sources", []):
            if way["source"] not in known:
                link = make_link(petition, name=way["name"], source=way["source"])
                if way.get("is_over"):
                    retire_link(link)


def source_of(random: Random, found: dict[str, Any], day: date, passed: int) -> str:
    """Draw a way that was open on this day, `passed` days after the opening; "" for none."""
    ways = [way for way in found.get("sources", []) if _is_open(way, day, passed)]
    words = ["", *(way["source"] for way in ways)]
    shares = [found.get("without_a_link", 1), *(way["share"] for way in ways)]
    return random.choices(words, shares)[0]


def _is_open(way: dict[str, Any], day: date, passed: int) -> bool:
    first, last = way.get("days", (0, passed))
    return first <= passed <= last and (not way.get("saturdays") or day.weekday() == SATURDAY)
