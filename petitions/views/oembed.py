"""What a program is told that wants to show the petition behind an address (oembed.com, 1.0)."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_safe

from partners.models import Organisation
from partners.workspace import embeddable
from petitions.embeds import to_sign
from petitions.models import Petition
from web.cache import cached_page
from web.pressure import Order, sheds

FORMATS = ("json", "xml")
WIDTH = 600
SECONDS = 300


@require_safe
@cached_page(SECONDS, params=("url", "format", "maxwidth", "maxheight"))
@sheds(Order.LISTS)
def oembed(request: HttpRequest) -> HttpResponse:
    """The frame of the organisation that leads the campaign: where that may be shown, it says.

    404 for an address that isn't one of our public petitions, 501 for a format we don't speak.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in FORMATS:
        return _refusal(501, "The format is json or xml.")
    url = request.GET.get("url", "")
    found = _petition_at(url)
    if found is None:
        return _refusal(404, "There is no petition of ours at this address.")
    answer = _answer(*found, _number(request, "maxwidth"), _number(request, "maxheight"))
    return _xml(answer) if wanted == "xml" else JsonResponse(answer)


def _petition_at(url: str) -> tuple[Petition, str] | None:
    """The petition whose page this is, and the language of that page."""
    ours = urlsplit(settings.SITE_URL)
    try:
        asked = urlsplit(url)
    except ValueError:
        return None
    language = get_language_from_path(asked.path)
    if (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc) or language is None:
        return None
    try:
        with override(language):
            match = resolve(asked.path)
    except Resolver404:
        return None
    if match.view_name != "petitions:detail":
        return None
    leads = Organisation.objects.public()
    petitions = Petition.objects.public().filter(campaign__lead__in=leads, **match.kwargs)
    with override(language):
        petition = petitions.select_related("campaign__lead").with_texts().first()
    return (petition, language) if petition else None


def _answer(
    petition: Petition, language: str, most_width: int | None, most_height: int | None
) -> dict[str, str | int]:
    lead = petition.campaign.lead
    with override(language):
        one = to_sign(petition)
        look = embeddable.Look(language)
        width, height = _at_most(WIDTH, most_width), _at_most(one.height, most_height)
        address = embeddable.frame_address(one, lead, look)
        return {
            "version": "1.0",
            "type": "rich",
            "title": one.title,
            "author_name": lead.name,
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
