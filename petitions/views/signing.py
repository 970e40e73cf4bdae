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
from web import switches
from web.addresses import address
from web.htmx import render_page, wants_part
from web.limits import LimitExceeded, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.proof import ProofWanted, check_or_prove
from web.sources import source_of
from web.waiting import or_wait


def _form_waits(request: HttpRequest, slug: str, waiting: dict[str, object]) -> HttpResponse:
    """A small page with the form as it was typed; what it knows of the petition it remembers."""
    context = {
        "petition": {"slug": slug},
        "text": known_text(slug),
        "form": SignForm(_with_source(request), wordings=_known(slug)),
        "waiting": waiting,
    }
    return render_page(request, "petitions/sign_waiting.html", context, part="sign_panel")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("petitions:detail", slug)
    form = SignForm(_with_source(request), wordings=partial(services.shown_wordings, slug))
    try:
        switches.require(parts.SIGNING)
        check_or_prove(
            "sign:network",
            client_network(request),
            about=f"sign:{slug}",
            solution=request.POST.get("altcha", ""),
        )
        if not form.is_valid():
            return _form_again(request, slug, form, 422)
        services.sign(slug, form.details(), client_network(request))
    except LimitExceeded as limit:
        told = {
            "retry_minutes": -(-limit.retry_after // 60),
            "proof": limit if isinstance(limit, ProofWanted) else None,
        }
        response = _form_again(request, slug, form, 429, **told)
        response["Retry-After"] = str(limit.retry_after)
        return response
    except Petition.DoesNotExist:
        raise Http404 from None
    except services.PetitionIsClosed:
        return _form_again(request, slug, form, 409)
    except switches.PartIsOff:
        return _form_again(request, slug, form, 503)
    if wants_part(request):
        context = {"petition": shown_petition(slug)}
        return render_page(request, "petitions/petition_sent.html", context, part="sent")
    return HttpResponseRedirect(address("petitions:sent", slug))


def _form_again(
    request: HttpRequest, slug: str, form: SignForm, status: int, **more: object
) -> HttpResponse:
    """The page with the form as it was typed, and what to do next."""
    petition = shown_petition(slug)
    if not petition.is_open():
        status = 409
    context = page_context(petition, form, **more)
    response = render_page(
        request, "petitions/petition_detail.html", context, part="sign_panel", status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def _known(slug: str) -> Callable[..., Wordings]:
    """For when nobody can be asked."""
    return lambda is_new=False: services.known_wordings(slug)


def _with_source(request: HttpRequest) -> dict[str, Any]:
    """The form's data, and where the person came from."""
    more = {"contacts": request.POST.getlist("contacts"), "source": source_of(request)}
    return request.POST.dict() | more
