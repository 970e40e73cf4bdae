"""The link in the mail: GET shows, POST confirms, because mail scanners open links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from petitions import services
from petitions.models import Petition
from petitions.services.confirming import find, signature_of
from petitions.services.signing import enqueue_mail
from petitions.views.looking import shown_petition
from privacy.private_pages import private_page
from privacy.secrets import SecretError, SecretUsed
from web.limits import check, client_network
from web.origin import same_origin_required


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
def confirm(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    check("confirm:network", client_network(request))
    try:
        if request.method == "POST":
            services.confirm(secret)
            return redirect("petitions:thanks", slug)
        signature = find(secret)
    except SecretError as error:
        return _link_closed(request, slug, secret, error)
    except services.PetitionIsFrozen:
        return render(
            request,
            "petitions/confirm_frozen.html",
            {"petition": shown_petition(slug)},
            status=409,
        )
    context = {"petition": shown_petition(slug), "secret": secret, "signature": signature}
    return render(request, "petitions/confirm.html", context)


@private_page
@require_POST
@same_origin_required
def send_again(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """A new mail for a link that is over; the answer is the same whether there is one to send."""
    check("confirm:network", client_network(request))
    try:
        find(secret)
    except SecretError as error:
        if error.secret is not None:
            petition_id = Petition.objects.public().filter(slug=slug).values_list("pk", flat=True)
            for pk in petition_id:
                enqueue_mail(pk, error.secret.person_key)
    return redirect("petitions:sent", slug)


def _link_closed(request: HttpRequest, slug: str, secret: str, error: SecretError) -> HttpResponse:
    """Say what is the matter with a link, and offer the way on."""
    is_confirmed = False
    if isinstance(error, SecretUsed) and error.secret is not None:
        try:
            is_confirmed = signature_of(error.secret).state == "confirmed"
        except SecretError:
            is_confirmed = False
    context = {
        "petition": shown_petition(slug),
        "secret": secret,
        "is_confirmed": is_confirmed,
        "can_send_again": error.secret is not None and not is_confirmed,
    }
    status = 410 if error.secret is not None else 404
    return render(request, "petitions/confirm_closed.html", context, status=status)
