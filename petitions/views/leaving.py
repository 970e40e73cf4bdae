"""From the self-service page: withdraw a signature, show or hide the name."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from petitions import services
from petitions.models import Signature
from privacy.private_pages import opened_by_secret, private_page
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def withdraw(request: HttpRequest, secret: str, person_key: str, signature: UUID) -> HttpResponse:
    services.withdraw(_mine(person_key, signature))
    return _back(secret, signature)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def show_name(request: HttpRequest, secret: str, person_key: str, signature: UUID) -> HttpResponse:
    is_shown = request.POST.get("show") == "yes"
    services.set_name_shown(_mine(person_key, signature), is_shown, get_language() or "de")
    return _back(secret, signature)


def _back(secret: str, signature: UUID) -> HttpResponse:
    """To the signature itself: what the press has changed is not at the top of the page."""
    return redirect(reverse("privacy:self_service", args=[secret]) + f"#signature-{signature}")


def _mine(person_key: str, signature_id: UUID) -> Signature:
    """One's own signature; another's is as unknown as one that never was."""
    mine = Signature.objects.of(person_key).select_related("petition").filter(pk=signature_id)
    found = mine.first()
    if found is None:
        raise Http404
    return found
