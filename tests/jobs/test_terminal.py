"""The line in the terminal that says how far a command is."""

import io

import pytest

from jobs import terminal
from jobs.terminal import bar, in_bytes


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_moves_and_ends_with_its_line(monkeypatch):
    monkeypatch.setattr(terminal, "REDRAW_SECONDS", 0)
    out = Terminal()
    with bar("Copying", out=out) as show:
        show(1, 4)
        show(4, 4)
    assert "25%  1 of 4" in out.getvalue()
    assert out.getvalue().endswith("[##############################] 100%  4 of 4\x1b[K\n")


def test_without_a_total_it_counts():
    out = Terminal()
    with bar("Checking", out=out, write=in_bytes) as show:
        show(2_500_000, None)
    assert out.getvalue() == "\rChecking 2.5 MB\x1b[K\n"


def test_it_draws_seldom_and_always_the_end():
    out = Terminal()
    with bar("Copying", out=out) as show:
        for done in range(1, 10_001):
            show(done, 10_000)
    assert out.getvalue().count("\r") < 50
    assert "100%" in out.getvalue()


def test_nothing_is_written_where_nobody_looks():
    out = io.StringIO()
    with bar("Copying", out=out) as show:
        show(1, 1)
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (5_300_000_000, "5.3 GB")]
)
def test_bytes_are_written_for_people(count, text):
    assert in_bytes(count) == text
