"""Small cells: a breakdown tells nobody's opinion, not even by what it leaves out.

domain.md, "Data protection": cells of fewer than five are suppressed in any breakdown. The
whole is public everywhere here, so one cell alone withheld would be the whole less the rest.
Every breakdown of people by what they are or where they come from goes through `withhold`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Breakdown[Value: Hashable]:
    """Numbers by value, the largest first. `withheld` is the sum of all that are not told.

    Which values those are is not told either: naming a district with fewer than five
    would say that somebody lives there.
    """

    shown: tuple[tuple[Value, int], ...]
    withheld: int

    @property
    def total(self) -> int:
        return sum(number for _, number in self.shown) + self.withheld


def withhold[Value: Hashable](cells: Mapping[Value, int]) -> Breakdown[Value]:
    """Leave out each cell of fewer than five, and the smallest other one where these alone
    could be worked out from their sum.

    Even who knows which cells are left out, and how this function chooses, finds at least two
    numbers that each of them may be. Cells of nobody are no cells; negative ones are refused.
    """
    if any(number < 0 for number in cells.values()):
        raise ValueError("A cell holds so many people, or nobody.")
    told = {value: number for value, number in cells.items() if number}
    small = [number for number in told.values() if number < FEWEST]
    least = FEWEST
    if small and not _hides_each(small):
        # With all that are as small: which of them were chosen would tell that they are.
        least = 1 + min((number for number in told.values() if number >= FEWEST), default=FEWEST)
    shown = [(value, number) for value, number in told.items() if number >= least]
    return Breakdown(
        tuple(sorted(shown, key=lambda cell: (-cell[1], str(cell[0])))),
        sum(told.values()) - sum(number for _, number in shown),
    )


def _hides_each(small: list[int]) -> bool:
    """Whether the sum of the small cells leaves each of them open: at least two, five people
    together, and neither all of them one nor all of them four."""
    together = sum(small)
    return (
        len(small) > 1 and together >= FEWEST and len(small) < together < len(small) * (FEWEST - 1)
    )
