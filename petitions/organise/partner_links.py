"""What an organisation brought to the campaigns it stands behind: links, and one number each."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partners.models import Organisation
from partners.workspace.access import Organising, find, workspace_page
from petitions import services
from petitions.codes import PNG, SVG, qr_file
from petitions.flyers import Size, flyer
from petitions.models import PetitionText, SourceLink
from petitions.services.links import short_address, spoken
from web.qr import qr_svg


@require_safe
@workspace_page
def link_list(request: Organising, slug: str) -> HttpResponse:
    """For everybody who belongs to it; nothing here tells who somebody is."""
    organisation = _organisation(request, slug)
    found = services.links_of_partner(organisation)
    languages = _languages([one.link for one in found])
    context = {
        "organisation": organisation,
        "links": [
            {
                "link": one.link,
                "confirmed": one.confirmed,
                "address": short_address(one.link),
                "spoken": spoken(short_address(one.link)),
                "qr": qr_svg(short_address(one.link)),
                "languages": languages[one.link.pk],
            }
            for one in found
        ],
        "sizes": list(Size),
    }
    return render(request, "petitions/organise/partner_links.html", context)


@require_safe
@workspace_page
def code(request: Organising, slug: str, link_id: int, ending: str) -> HttpResponse:
    """The QR code as a file to print."""
    link = _link(_organisation(request, slug), link_id)
    if ending not in (SVG, PNG):
        raise Http404
    return qr_file(link, ending).answer(to_keep=True)


@require_safe
@workspace_page
def print_flyer(
    request: Organising, slug: str, link_id: int, language: str, size: str
) -> HttpResponse:
    """A flyer as PDF; `?for=print-shop` in inks and with bleed."""
    link = _link(_organisation(request, slug), link_id)
    if language not in dict(settings.LANGUAGES) or size not in list(Size):
        raise Http404
    for_print_shop = request.GET.get("for") == "print-shop"
    try:
        made = flyer(link, language, Size(size), for_print_shop=for_print_shop)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("partner_links:list", slug)
    return made.answer(to_keep=True)


def _organisation(request: Organising, slug: str) -> Organisation:
    return find(request, Organisation.objects.all(), "partners.view_organisation", slug=slug)


def _link(organisation: Organisation, link_id: int) -> SourceLink:
    """One of its own, while it stands behind the campaign."""
    for one in services.links_of_partner(organisation):
        if one.link.pk == link_id:
            return one.link
    raise Http404


def _languages(links: list[SourceLink]) -> dict[int, list[tuple[str, str]]]:
    """In which languages each link's petition is written; one query for all."""
    texts = PetitionText.objects.filter(petition__in=[link.petition_id for link in links])
    written = {
        (text.petition_id, text.version, text.language)
        for text in texts.only("petition", "version", "language")
    }
    return {
        link.pk: [
            (code, name)
            for code, name in settings.LANGUAGES
            if link.petition
            and (link.petition_id, link.petition.published_version, code) in written
        ]
        for link in links
    }
