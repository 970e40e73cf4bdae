"""From postcode to city district, so that breakdowns never need the postcode."""

import tomllib
from functools import cache
from pathlib import Path

POSTCODES = Path(__file__).parent / "data" / "dortmund_postcodes.toml"


def district_of(postcode: str) -> str:
    """The Dortmund district a postcode belongs to; empty for any other place."""
    return _districts().get(postcode, "")


@cache
def _districts() -> dict[str, str]:
    return tomllib.loads(POSTCODES.read_text())["postcodes"]
