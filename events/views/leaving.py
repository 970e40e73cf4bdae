"""From the self-service page: cancel a registration, or come with fewer people."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from events import services
from events.models import Registration
from privacy.private_pages import opened_by_secret, private_page
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def cancel_mine(
    request: HttpRequest, secret: str, person_key: str, registration: UUID
) -> HttpResponse:
    mine = _mine(person_key, registration)
    if not mine.event.is_over:
        services.cancel_registration(mine)
    return _back(secret, registration)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
def bring_fewer(
    request: HttpRequest, secret: str, person_key: str, registration: UUID
) -> HttpResponse:
    """What is no smaller number changes nothing: the page shows how many they are."""
    typed = request.POST.get("party_size", "")
    mine = _mine(person_key, registration)
    if typed.isdecimal() and len(typed) < 6 and not mine.event.is_over:
        services.bring_fewer(mine, int(typed))
    return _back(secret, registration)


def _back(secret: str, registration: UUID) -> HttpResponse:
    address = reverse("privacy:self_service", args=[secret])
    return redirect(f"{address}#registration-{registration}")


def _mine(person_key: str, registration_id: UUID) -> Registration:
    """One's own; another's is as unknown as one that never was."""
    mine = Registration.objects.of(person_key).select_related("event").filter(pk=registration_id)
    found = mine.first()
    if found is None:
        raise Http404
    return found
