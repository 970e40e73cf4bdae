"""What an organisation may show on its own website, and the lines of HTML that do it.

Petitions, events and shifts stand above partners: each says what there is in its
AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override

from partners.embedding import PARAMS
from partners.models import Organisation


@dataclass(frozen=True)
class Embeddable:
    """One thing to show. `view` and `page` are names of views: its page for frames, whose first
    argument is the organisation's slug, and the one on the platform itself."""

    # Tells it from all others of the organisation: "petition wahlrecht".
    key: str
    # A lazy string that those of one kind share.
    kind: Any
    title: str
    view: str
    args: tuple[str, ...]
    page: str
    page_args: tuple[str, ...]
    # The custom element of static/embed/mitstimme.js, and its attributes besides the usual.
    element: str
    attributes: dict[str, str] = field(default_factory=dict)
    # How high a frame is that no script gives its height, in pixels.
    height: int = 800


@dataclass(frozen=True)
class Look:
    """In which language it is, and in which colours; "" leaves them to us and to the device."""

    language: str
    accent: str = ""
    scheme: str = ""


# Those of an organisation, one kind after the other.
type Offers = Callable[[Organisation], Iterable[Embeddable]]

_registered: dict[int, Offers] = {}


def register(position: int, offers: Offers) -> None:
    """Add what an app has to show, at a position among all that is to choose from."""
    if _registered.get(position, offers) is not offers:
        raise ValueError(f"Something else stands at position {position} already.")
    _registered[position] = offers


def all_of(organisation: Organisation) -> list[Embeddable]:
    return [one for _at, offers in sorted(_registered.items()) for one in offers(organisation)]


def choices(things: Iterable[Embeddable]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a field to choose one, by kind."""
    return [
        (kind, [(one.key, one.title) for one in group])
        for kind, group in groupby(things, key=lambda one: str(one.kind))
    ]


def frame_path(one: Embeddable, organisation: Organisation, look: Look) -> str:
    """Where the page in the frame is, on this site."""
    chosen = {name: value for name in PARAMS if (value := getattr(look, name))}
    path = _path(one.view, (organisation.slug, *one.args), look.language)
    return f"{path}?{urlencode(chosen)}" if chosen else path


def frame_address(one: Embeddable, organisation: Organisation, look: Look) -> str:
    """The same for other websites."""
    return urljoin(settings.SITE_URL, frame_path(one, organisation, look))


def iframe(address: str, title: str, *, width: str = "100%", height: int) -> SafeString:
    """A frame that needs no script."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border: 0" loading="lazy"'
        ' referrerpolicy="no-referrer"></iframe>',
        address,
        title,
        width,
        height,
    )


def element(one: Embeddable, organisation: Organisation, look: Look) -> SafeString:
    """The script and the element that it knows, with a link for whoever has no script."""
    attributes = {
        "organisation": organisation.slug,
        **one.attributes,
        "lang": look.language,
        "accent": look.accent,
        "scheme": look.scheme,
    }
    return format_html(
        '<script type="module" src="{}"></script>\n<{}{}><a href="{}">{}</a></{}>',
        urljoin(settings.SITE_URL, reverse("embed:script")),
        one.element,
        format_html_join("", ' {}="{}"', ((k, v) for k, v in attributes.items() if v)),
        urljoin(settings.SITE_URL, _path(one.page, one.page_args, look.language)),
        one.title,
        one.element,
    )


def _path(view: str, args: tuple[str, ...], language: str) -> str:
    with override(language):
        return reverse(view, args=args)
