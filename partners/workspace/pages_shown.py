"""Which frame stands for a page of ours, for programs that know only its address (oEmbed).

Petitions, events and shifts stand above partners: each names its pages in its
AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from partners.models import Organisation
from partners.workspace.embeddable import Embeddable
from web.addresses import address
from web.sources import PARAMETER
from web.text import has_control_characters


@dataclass(frozen=True)
class Shown:
    """What is shown instead of the page, and in the frame of which organisation."""

    one: Embeddable
    organisation: Organisation
    language: str = ""


# Asked with what the page's address holds, and with its query; in the language of the page.
type Find = Callable[[Mapping[str, Any], Mapping[str, str]], Shown | None]

_registered: dict[str, Find] = {}


def register(view: str, find: Find) -> None:
    """Add the pages of a view, by its name."""
    if _registered.get(view, find) is not find:
        raise ValueError(f"Somebody else shows the pages of {view} already.")
    _registered[view] = find


def shown_at(url: str) -> Shown | None:
    """The frame for the page at this address; None if it isn't one of ours that has one."""
    ours = urlsplit(settings.SITE_URL)
    try:
        asked = urlsplit(url)
    except ValueError:
        return None
    language = get_language_from_path(asked.path)
    if (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc) or language is None:
        return None
    with override(language):
        try:
            match = resolve(asked.path)
        except Resolver404:
            return None
        find = _registered.get(match.view_name)
        # Where somebody came from makes no other page.
        query = {name: value for name, value in parse_qsl(asked.query) if name != PARAMETER}
        if any(map(has_control_characters, query.values())):
            return None
        found = find(match.kwargs, query) if find else None
    return Shown(found.one, found.organisation, language) if found else None


def oembed_url(path: str) -> str:
    """Where programs are told of the page at this path of ours."""
    asked = urlencode({"url": urljoin(settings.SITE_URL, path)})
    return urljoin(settings.SITE_URL, f"{address('oembed:answer')}?{asked}")
