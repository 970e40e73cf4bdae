"""Markdown as text for the eye: what a mail says to who reads no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from web.markdown import SCHEMES, parse

if TYPE_CHECKING:
    from markdown_it.token import Token

RULE = "---"


def render_plain(text: str, *, base: str = "") -> str:
    """The text without marks. Links are written out, ours beginning with `base`."""
    said, was_tight = "", False
    for block, is_tight in _blocks(parse(text), base):
        if block.strip():
            said += ("\n" if is_tight and was_tight else "\n\n") + block
            was_tight = is_tight
    return said.strip()


def _blocks(tokens: list[Token], base: str) -> Iterator[tuple[str, bool]]:
    """Each block, and whether it stands close to its neighbour of the same kind."""
    lists: list[int | None] = []  # the next number of each list we are in; None: bullets
    item, quotes = "", 0
    cells: list[str] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                item = _item(lists)
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "tr_open":
                cells = []
            case "tr_close":
                yield " | ".join(cells), True
            case "hr":
                yield RULE, False
            case "fence" | "code_block":
                yield token.content.rstrip(), False
            case "inline" if token.level and _is_cell(tokens, token):
                cells.append(_inline(token, base))
            case "inline":
                lead = "> " * quotes
                yield lead + item + _inline(token, base).replace("\n", f"\n{lead}"), bool(lists)
                item = ""


def _item(lists: list[int | None]) -> str:
    inside = "  " * (len(lists) - 1)
    number = lists[-1]
    if number is None:
        return f"{inside}- "
    lists[-1] = number + 1
    return f"{inside}{number}. "


def _is_cell(tokens: list[Token], token: Token) -> bool:
    before = tokens[tokens.index(token) - 1]
    return before.type in ("td_open", "th_open")


def _inline(block: Token, base: str) -> str:
    said: list[str] = []
    began, href = 0, ""
    for token in block.children or []:
        match token.type:
            case "text" | "code_inline":
                said.append(token.content)
            case "softbreak":
                said.append(" ")
            case "hardbreak":
                said.append("\n")
            case "link_open":
                began, href = len(said), str(token.attrGet("href") or "")
            case "link_close":
                address = _address(href, base)
                if address and address != "".join(said[began:]):
                    said.append(f" ({address})")
    return "".join(said)


def _address(href: str, base: str) -> str:
    """The link written out; empty where HTML would have no link either."""
    scheme = urlsplit(href).scheme
    if scheme:
        return href.removeprefix("mailto:") if scheme in SCHEMES else ""
    return urljoin(base, href) if base else ""
