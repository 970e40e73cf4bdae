"""The two locks agree: what tests run with is what production runs with."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_every_pin_is_the_same_in_both_locks():
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")
    differing = {name for name in runtime if development.get(name) != runtime[name]}
    assert runtime
    assert not differing


def test_the_locks_point_at_no_index_of_their_own():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert not re.search(r"^--(extra-)?(index-url|find-links|trusted-host)", text, re.M)


def test_every_pin_has_a_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
        assert all("--hash=sha256:" in block for block in blocks if "==" in block.split("\n")[0])
