"""Nobody is found in a breakdown: not by a small cell, nor by what is left without it."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privacy.small_cells import FEWEST, withhold

CELLS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60))
# Small enough to try each world that an onlooker may think of.
FEW_CELLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10), max_size=5)


def numbers(*cells: int) -> dict[str, int]:
    return dict(zip("abcdefgh", cells, strict=False))


@pytest.mark.parametrize(
    ("cells", "shown", "withheld"),
    [
        ((), [], 0),
        ((5, 90), [90, 5], 0),
        # One alone would be the whole less the rest: the smallest other goes with it.
        ((90, 4, 7), [90], 11),
        ((90, 2, 3, 7), [90, 7], 5),
        # Two people in two cells: one each. Four in each is no secret either.
        ((90, 1, 1, 7), [90], 9),
        ((90, 4, 4, 7), [90], 15),
        ((90, 1, 1, 1, 1, 1, 7), [90], 12),
        ((90, 4, 3, 7), [90, 7], 7),
        # Which of two equal ones is left out must not tell that they are equal.
        ((90, 7, 7, 3), [90], 17),
        # Nobody is no cell.
        ((90, 0, 7), [90, 7], 0),
        ((3,), [], 3),
        ((4, 6), [], 10),
    ],
)
def test_what_is_shown(cells, shown, withheld):
    breakdown = withhold(numbers(*cells))
    assert [number for _, number in breakdown.shown] == shown
    assert breakdown.withheld == withheld
    assert breakdown.total == sum(cells)


def test_equal_cells_come_in_one_order():
    assert withhold(numbers(7, 7)) == withhold(dict(reversed(numbers(7, 7).items())))


def test_nobody_is_fewer_than_nobody():
    with pytest.raises(ValueError, match="nobody"):
        withhold({"a": -1})


@given(CELLS)
def test_no_small_cell_is_shown_and_nothing_is_lost(cells):
    breakdown = withhold(cells)
    assert all(number >= FEWEST for _, number in breakdown.shown)
    assert all(cells[value] == number for value, number in breakdown.shown)
    assert breakdown.total == sum(cells.values())
    missing = {value for value, number in cells.items() if number} - {
        value for value, _ in breakdown.shown
    }
    assert len(missing) != 1 or not breakdown.shown


@given(FEW_CELLS)
@example({"a": 5, "b": 5, "c": 3})
@example({"a": 40, "b": 4, "c": 4, "d": 4, "e": 6})
def test_no_withheld_number_can_be_worked_out(cells):
    """By somebody who sees the rest and the whole, knows which cells are missing and that
    nobody's is empty, and has read `withhold`."""
    breakdown = withhold(cells)
    shown = dict(breakdown.shown)
    missing = [value for value, number in cells.items() if number and value not in shown]
    if not missing or not shown:
        # All of it is withheld: then nothing but the whole is told.
        return
    worlds = [
        world
        for world in ways(breakdown.withheld, len(missing))
        if withhold(shown | dict(zip(missing, world, strict=True))) == breakdown
    ]
    for place, value in enumerate(missing):
        assert len({world[place] for world in worlds}) > 1, (value, worlds)


def ways(together: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways in which so many cells, none of them empty, can have that sum."""
    if places == 1:
        yield (together,)
        return
    for first in range(1, together - places + 2):
        for others in ways(together - first, places - 1):
            yield (first, *others)
