"""The city's districts, and from postcode to district, so that breakdowns need no postcode."""

import tomllib
from functools import cache
from pathlib import Path

POSTCODES = Path(__file__).parent / "data" / "dortmund_postcodes.toml"


def district_of(postcode: str) -> str:
    """The Dortmund district a postcode belongs to; empty for any other place."""
    return _by_postcode().get(postcode, "")


@cache
def districts() -> tuple[str, ...]:
    """The names of all districts, in the order of the alphabet."""
    return tuple(sorted(set(_by_postcode().values())))


@cache
def _by_postcode() -> dict[str, str]:
    return tomllib.loads(POSTCODES.read_text(encoding="utf-8"))["postcodes"]
