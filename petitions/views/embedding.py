"""A petition in a frame on the website of an organisation that carries its campaign.

What is taken there is taken by the same form, service and limits as on the petition's own page.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partners.embedding import PARAMS, Frame, frame_of, framed, known_frame, render_framed
from petitions import services
from petitions.forms import SignForm
from petitions.models import Petition
from petitions.views.looking import panel_context, shown_petition
from petitions.views.signing import Place, form_waits, take
from web.cache import cached_page
from web.htmx import wants_part
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.sources import PARAMETER
from web.waiting import or_wait


class InFrame(Place):
    """In a frame: whoever signs there came by way of the organisation, whatever else is said."""

    def __init__(self, request: HttpRequest, slug: str, frame: Frame, source: str) -> None:
        super().__init__(request, slug)
        self.frame = frame
        self._source = source

    def source(self) -> str:
        return self._source

    def show_form(
        self, petition: Petition, form: SignForm, status: int, told: dict[str, Any]
    ) -> HttpResponse:
        context = panel_context(petition, form) | told
        return self.show("petitions/embed_petition.html", context, "sign_panel", status)

    def show_sent(self) -> HttpResponse:
        if wants_part(self.request):
            return self.show("petitions/embed_sent.html", {}, "sent")
        sent_at = reverse("petitions_embed:sent", args=[self.frame.organisation.slug, self.slug])
        return HttpResponseRedirect(sent_at + self.frame.query)

    def show_waiting(self, context: dict[str, Any]) -> HttpResponse:
        return self.show("petitions/embed_waiting.html", context, "sign_panel")

    def show(
        self, template: str, context: dict[str, Any], part: str, status: int = 200
    ) -> HttpResponse:
        told = _addresses(self.frame, self.slug, self._source)
        return render_framed(
            self.request, template, self.frame, told | context, part=part, status=status
        )


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.SIGNING)
def detail(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    place = _place(request, organisation, slug)
    petition = shown_petition(slug)
    wordings = partial(services.shown_wordings, slug, is_new=True)
    form = SignForm(initial={"text": petition.text.pk}, wordings=wordings)
    return place.show_form(petition, form, 200, {})


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.LISTS)
def progress(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """The number alone, and the way to the form."""
    place = _place(request, organisation, slug)
    context = {"petition": (petition := shown_petition(slug)), "is_open": petition.is_open()}
    return place.show("petitions/embed_progress.html", context, "")


@framed
@require_safe
@cached_page(params=PARAMS)
@sheds(Order.SIGNING)
def sent(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """ "Look in your mailbox": the same for a first signing and for a repeated one."""
    return _place(request, organisation, slug).show("petitions/embed_sent.html", {}, "")


def _form_waits(
    request: HttpRequest, organisation: str, slug: str, waiting: dict[str, object]
) -> HttpResponse:
    frame = known_frame(request, organisation)
    if frame is None:
        # Nobody here knows whose frame it is: the page that says so needs no frame.
        return form_waits(Place(request, slug), waiting)
    return form_waits(InFrame(request, slug, frame, ""), waiting)


@framed
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def sign(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    if request.method != "POST":
        page = reverse("petitions_embed:detail", args=[organisation, slug])
        return redirect(page)
    return take(_place(request, organisation, slug))


def _place(request: HttpRequest, organisation: str, slug: str) -> InFrame:
    """Raises Http404 where the organisation carries no such petition."""
    frame = frame_of(request, organisation)
    try:
        source = services.source_of_partner(slug, frame.organisation)
    except Petition.DoesNotExist:
        raise Http404 from None
    return InFrame(request, slug, frame, source)


def _addresses(frame: Frame, slug: str, source: str) -> dict[str, str]:
    sign_at = reverse("petitions_embed:sign", args=[frame.organisation.slug, slug])
    page = reverse("petitions:detail", args=[slug])
    return {
        "sign_url": sign_at + frame.query,
        "whole_page": f"{page}?{PARAMETER}={source}" if source else page,
    }
