"""Markdown by organisers into safe HTML: no raw HTML, no pictures from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

# Pages have one h1 and sections with h2: headings inside a text begin below them.
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
# fmt: off
TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}
# fmt: on
SCHEMES = {"http", "https", "mailto", "tel"}


def render_markdown(text: str, *, base: str = "") -> SafeString:
    """Render text as HTML; links that lead away say `rel="nofollow ugc noopener"`.

    Where it is read elsewhere (a mail, a feed), links to our own pages begin with `base`.
    """
    import nh3

    html = nh3.clean(
        _parser().render(text or "", {"base": base}),
        tags=TAGS,
        attributes={"a": {"href", "title", "rel"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return mark_safe(html)


def _is_foreign(href: str) -> bool:
    parts = urlsplit(href)
    return bool(parts.netloc) and parts.netloc != urlsplit(settings.SITE_URL).netloc


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any
) -> str:
    href = str(tokens[idx].attrGet("href") or "")
    if _is_foreign(href):
        tokens[idx].attrSet("rel", "nofollow ugc noopener")
    elif env.get("base") and not urlsplit(href).scheme:
        tokens[idx].attrSet("href", urljoin(env["base"], href))
    return self.renderToken(tokens, idx, options, env)


def _heading(self: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
    tokens[idx].tag = HEADINGS[tokens[idx].tag]
    return self.renderToken(tokens, idx, options, env)


def parse(text: str) -> list[Token]:
    """The text's blocks, for who writes something else than HTML (web.plain)."""
    return _parser().parse(text or "")


@cache
def _parser() -> MarkdownIt:
    """Loaded with the first text: beat, and most of what a worker does, never needs it."""
    from markdown_it import MarkdownIt

    # No linkify: a bare address in a text stays text. Pictures are not among TAGS: loading them
    # would tell another server who reads here.
    parser = MarkdownIt("js-default")
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser
