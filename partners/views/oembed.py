"""What a program is told that wants to show what is behind an address (oembed.com, 1.0)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from partners.workspace import embeddable
from partners.workspace.pages_shown import Shown, shown_at
from web.cache import cached_page
from web.pressure import Order, sheds

FORMATS = ("json", "xml")
WIDTH = 600
SECONDS = 300


@require_safe
@cached_page(SECONDS, params=("url", "format", "maxwidth", "maxheight"))
@sheds(Order.LISTS)
def oembed(request: HttpRequest) -> HttpResponse:
    """The frame of the organisation that leads the campaign, or that the page is about: where
    that may be shown, it says.

    404 for an address that isn't one of our public pages with a frame, 501 for a format we
    don't speak.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in FORMATS:
        return _refusal(501, "The format is json or xml.")
    shown = shown_at(request.GET.get("url", ""))
    if shown is None:
        return _refusal(404, "There is nothing of ours to show at this address.")
    answer = _answer(shown, _number(request, "maxwidth"), _number(request, "maxheight"))
    return _xml(answer) if wanted == "xml" else JsonResponse(answer)


def _answer(shown: Shown, most_width: int | None, most_height: int | None) -> dict[str, str | int]:
    one = shown.one
    look = embeddable.Look(shown.language)
    width, height = _at_most(WIDTH, most_width), _at_most(one.height, most_height)
    address = embeddable.frame_address(one, shown.organisation, look)
    return {
        "version": "1.0",
        "type": "rich",
        "title": one.title,
        "author_name": shown.organisation.name,
        "provider_name": "Mitstimme",
        "provider_url": settings.SITE_URL,
        "cache_age": SECONDS,
        "width": width,
        "height": height,
        "html": embeddable.iframe(address, one.title, width=str(width), height=height),
    }


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None


def _at_most(usual: int, most: int | None) -> int:
    return usual if most is None else min(usual, most)


def _xml(answer: dict[str, str | int]) -> HttpResponse:
    root = Element("oembed")
    for name, value in answer.items():
        SubElement(root, name).text = str(value)
    return HttpResponse(
        tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml"
    )


def _refusal(status: int, sentence: str) -> HttpResponse:
    """For programs, in English."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
