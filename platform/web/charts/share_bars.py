"""A breakdown as bars (`components/share_bars.html`): the table itself carries them."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 10
VALUE, OTHER, WITHHELD = "value", "other", "withheld"


@dataclass(frozen=True)
class Share:
    """A row: its part of the whole in percent, its bar as a part of the longest one's 100."""

    label: str
    count: int
    percent: float
    width: float
    kind: str = VALUE


@dataclass(frozen=True)
class Shares:
    """`rows` are what is drawn. `every_row` tells apart what `rows` had to put together under
    "other"; it is empty where that is nothing."""

    total: int
    rows: tuple[Share, ...]
    every_row: tuple[Share, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def withheld(self) -> int:
        return sum(row.count for row in self.rows if row.kind == WITHHELD)


def shares(
    cells: Sequence[tuple[str, int]],
    *,
    other: int = 0,
    withheld: int = 0,
    most: int = MOST_ROWS,
    is_sorted: bool = True,
) -> Shares:
    """Return bars for labelled numbers, the largest first unless told otherwise.

    Those past `most` are drawn as one, with the `other` ones that are not told apart at all;
    what is `withheld` comes last. Small cells are none of this function's business: give it
    what `privacy.small_cells.withhold` shows.
    """
    ranked = sorted(cells, key=lambda cell: -cell[1]) if is_sorted else list(cells)
    shown, rest = ranked[:most], ranked[most:]
    if len(rest) == 1 and not other:
        shown, rest = ranked, []  # to call a single one "other" saves no line
    rests = [(OTHER, other + sum(count for _, count in rest)), (WITHHELD, withheld)]
    total = sum(count for _, count in ranked) + other + withheld
    return Shares(
        total,
        _rows(shown, rests, total),
        _rows(ranked, [(OTHER, other), (WITHHELD, withheld)], total) if rest else (),
    )


def _rows(
    cells: Sequence[tuple[str, int]], rests: Sequence[tuple[str, int]], total: int
) -> tuple[Share, ...]:
    told = [(label, count, VALUE) for label, count in cells]
    told += [("", count, kind) for kind, count in rests if count]
    longest = max((count for _, count, _ in told), default=0) or 1
    return tuple(
        Share(
            label,
            count,
            round(count / max(total, 1) * 100, 1),
            round(count / longest * 100, 1),
            kind,
        )
        for label, count, kind in told
    )
