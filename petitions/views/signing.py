"""Taking a signature: anonymous by design, for a plain form and for htmx at one address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from petitions import parts, services
from petitions.forms import SignForm
from petitions.models import Petition
from petitions.services.contacts import Wordings
from petitions.views.looking import known_text, page_context, shown_petition
from web.addresses import address
from web.htmx import render_page, wants_part
from web.intake import refused
from web.limits import client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.sources import source_of
from web.waiting import or_wait


class Place:
    """Where the form stands and what answers look like there: the petition's own page.

    A frame on a partner's website is another (views/embedding.py). What is taken, and under
    which limits, is the same at each.
    """

    def __init__(self, request: HttpRequest, slug: str) -> None:
        self.request = request
        self.slug = slug

    def source(self) -> str:
        """Where the person came from."""
        return source_of(self.request)

    def show_form(
        self, petition: Petition, form: SignForm, status: int, told: dict[str, Any]
    ) -> HttpResponse:
        """The page with the form as it was typed, and what to do next."""
        return render_page(
            self.request,
            "petitions/petition_detail.html",
            page_context(petition, form, **told),
            part="sign_panel",
            status=status,
        )

    def show_sent(self) -> HttpResponse:
        """ "Look in your mailbox"."""
        if wants_part(self.request):
            context = {"petition": shown_petition(self.slug)}
            return render_page(self.request, "petitions/petition_sent.html", context, part="sent")
        return HttpResponseRedirect(address("petitions:sent", self.slug))

    def show_waiting(self, context: dict[str, Any]) -> HttpResponse:
        """A small page with the form, for when nobody can be asked."""
        return render_page(self.request, "petitions/sign_waiting.html", context, part="sign_panel")


def _form_waits(request: HttpRequest, slug: str, waiting: dict[str, object]) -> HttpResponse:
    return form_waits(Place(request, slug), waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("petitions:detail", slug)
    return take(Place(request, slug))


def take(place: Place) -> HttpResponse:
    """Take what was sent, or show the form again with what is to be put right."""
    request, slug = place.request, place.slug
    form = SignForm(_sent(place), wordings=partial(services.shown_wordings, slug))

    def again(status: int, **told: object) -> HttpResponse:
        return _form_again(place, form, status, **told)

    def store() -> HttpResponse | None:
        if not form.is_valid():
            return again(422)
        try:
            services.sign(slug, form.details(), client_network(request))
        except services.PetitionIsClosed:
            return again(409)
        return None

    about = f"sign:{slug}"
    try:
        refusal = refused(
            request, store, again, part=parts.SIGNING, limit="sign:network", about=about
        )
    except Petition.DoesNotExist:
        raise Http404 from None
    return refusal or place.show_sent()


def form_waits(place: Place, waiting: dict[str, object]) -> HttpResponse:
    """The form as it was typed; what the page knows of the petition it remembers."""
    context = {
        "petition": {"slug": place.slug},
        "text": known_text(place.slug),
        "form": SignForm(_sent(place), wordings=_known(place.slug)),
        "waiting": waiting,
    }
    return place.show_waiting(context)


def _form_again(place: Place, form: SignForm, status: int, **told: object) -> HttpResponse:
    petition = shown_petition(place.slug)
    if not petition.is_open():
        status = 409
    return place.show_form(petition, form, status, told)


def _known(slug: str) -> Callable[..., Wordings]:
    """For when nobody can be asked."""
    return lambda is_new=False: services.known_wordings(slug)


def _sent(place: Place) -> dict[str, Any]:
    """The form's data, and where the person came from."""
    post = place.request.POST
    return post.dict() | {"contacts": post.getlist("contacts"), "source": place.source()}
