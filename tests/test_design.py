"""The rules of the design that a machine can check: CSS, templates, icons and weight."""

import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[1]
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "emails" not in path.parts and path.parent.name != "mail"
]
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)"
)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|hx-on|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_only_logical_properties(path: Path) -> None:
    assert PHYSICAL.findall(without_comments(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_the_content_policy_refuses(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_no_dot_between_facts_that_begins_or_ends_a_line_on_a_phone() -> None:
    """`cluster--facts` sets them apart; the page of last resort has its dots in the title."""
    dotted = [path for path in TEMPLATES if "·" in path.read_text(encoding="utf-8")]
    assert [path.name for path in dotted if "admin" not in path.parts] == ["500.html"]


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% icon [\"']([^\"']+)", path.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()


def test_every_colour_that_a_rule_uses_is_a_token() -> None:
    css = "".join(without_comments(path) for path in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", css))
    without_fallback = set(re.findall(r"var\((--[\w-]+)\)", css))
    assert without_fallback - defined == set()


def test_a_first_visit_stays_light() -> None:
    """120 KB in Latin script, 200 KB in Arabic, with 20 KB left for the page itself."""
    base = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    files = {ROOT / "static" / name for name in re.findall(r'{% static "([^"]+)" %}', base)}
    files.add(ROOT / "static/icons/sprite.svg")
    arabic = {path for path in files if "arabic" in path.name}

    latin_weight = sum(weight(path) for path in files - arabic)

    assert latin_weight < 100_000
    assert latin_weight + sum(weight(path) for path in arabic) < 180_000


def weight(path: Path) -> int:
    data = path.read_bytes()
    return len(data) if path.suffix in {".woff2", ".png"} else len(brotli.compress(data))
