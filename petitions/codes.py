"""The QR code of a short link as a file, for posters that people make themselves."""

from __future__ import annotations

from petitions.models import SourceLink
from petitions.services.links import short_address, spoken
from web.downloads import Download
from web.qr import qr_drawing, qr_picture

SVG, PNG = "svg", "png"


def qr_file(link: SourceLink, kind: str = SVG, language: str = "") -> Download:
    """The link's QR code with its address below, as SVG or as PNG of 60 mm.

    With a language it leads to the page in that one.
    """
    url = short_address(link, language)
    name = file_name("qr", link, language, kind)
    if kind == PNG:
        return Download(name, "image/png", qr_picture(url, below=spoken(url)))
    return Download(name, "image/svg+xml", qr_drawing(url, below=spoken(url)).encode())


def file_name(what: str, link: SourceLink, *parts: str) -> str:
    """ "flyer-a6-tr-wahlrecht-plakat-am-markt.pdf": readable in any folder, in any alphabet."""
    *about, ending = parts
    named = [what, *about, link.target.slug, link.source]
    return "-".join(part for part in named if part) + f".{ending}"
