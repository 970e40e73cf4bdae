"""The link in the mail: GET shows, POST confirms, because mail scanners open links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from petitions import services
from petitions.models import Signature
from petitions.services.confirming import (
    consents_of,
    find,
    is_invalidated,
    is_too_late,
    signature_of,
)
from petitions.views.looking import known_text, shown_petition
from privacy import secrets
from privacy.private_pages import private_page
from web.addresses import address
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.waiting import or_wait


def _link_waits(
    request: HttpRequest, slug: str, secret: str, waiting: dict[str, object]
) -> HttpResponse:
    context = {"text": known_text(slug), "waiting": waiting}
    return render(request, "petitions/confirm_waiting.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def confirm(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    check("confirm:network", client_network(request))
    try:
        if request.method == "POST":
            confirmation = services.confirm(secret)
            return HttpResponseRedirect(address("petitions:thanks", confirmation.petition))
        signature = find(secret)
    except secrets.SecretError as error:
        return _link_closed(request, slug, secret, error)
    except services.PetitionIsFrozen:
        return _frozen(request, slug)
    if signature.state == Signature.State.CONFIRMED:
        # By the link of another mail.
        return redirect("petitions:thanks", signature.petition.slug)
    petition = shown_petition(signature.petition.slug)
    context = {
        "petition": petition,
        "secret": secret,
        "signature": signature,
        "consents": consents_of(signature),
    }
    return render(request, "petitions/confirm.html", context)


@private_page
@require_POST
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def send_again(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """A new mail for a link that is over, as long as its signature waits to be confirmed."""
    check("confirm:network", client_network(request))
    try:
        signature = find(secret)
    except secrets.SecretError as error:
        found = _signature_behind(error)
        if found is None or found.state != Signature.State.PENDING or is_too_late(found):
            return _link_closed(request, slug, secret, error)
        signature = found
    except services.PetitionIsFrozen:
        return _frozen(request, slug)
    services.ask_again(signature)
    return redirect("petitions:sent", signature.petition.slug)


def _frozen(request: HttpRequest, slug: str) -> HttpResponse:
    """Too late to be counted; the nightly deletion or the press of the button forgets it."""
    context = {"petition": shown_petition(slug)}
    return render(request, "petitions/confirm_frozen.html", context, status=409)


def _link_closed(
    request: HttpRequest, slug: str, secret: str, error: secrets.SecretError
) -> HttpResponse:
    """Say what is the matter with a link, and offer the way on."""
    signature = _signature_behind(error)
    if signature is not None and is_too_late(signature):
        return _frozen(request, slug)
    state = signature.state if signature else ""
    if not state and error.secret is not None and is_invalidated(error.secret):
        state = Signature.State.INVALIDATED
    context = {
        "petition": shown_petition(slug),
        "secret": secret,
        "was_known": error.secret is not None,
        "state": state,
    }
    status = 410 if error.secret is not None else 404
    return render(request, "petitions/confirm_closed.html", context, status=status)


def _signature_behind(error: secrets.SecretError) -> Signature | None:
    """What a link that is over was for, if that is still there."""
    if error.secret is None:
        return None
    try:
        return signature_of(error.secret)
    except secrets.SecretUnknown:
        return None
