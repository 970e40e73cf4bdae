"""The public page of a certificate: whether it is valid, and what its holder chose to show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from privacy.private_pages import private_page
from volunteers.services.certificates import as_code, find_certificate, words_of_deeds
from web.limits import check, client_network
from web.pressure import Order, sheds


@private_page
@require_safe
@sheds(Order.SIGNING)
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code that stands below the QR code."""
    typed = request.GET.get("code", "")[:60]
    if code := as_code(typed):
        return redirect("volunteering:certificate", code)
    return render(request, "volunteers/certificate_verify.html", {"typed": typed})


@private_page
@require_safe
@sheds(Order.SIGNING)
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """A code that was never given out, and one whose certificate was erased, look the same."""
    check("volunteering:network", client_network(request))
    found = find_certificate(code[:60])
    if found is None:
        typed = {"typed": as_code(code[:60])}
        return render(request, "volunteers/certificate_unknown.html", typed, status=404)
    is_valid = found.withdrawn_at is None
    shows_deeds = is_valid and found.shows_deeds
    deeds = words_of_deeds(found, get_language() or "de") if shows_deeds else []
    context = {
        "code": found.code,
        "issued_at": found.issued_at,
        "withdrawn_at": found.withdrawn_at,
        "is_valid": is_valid,
        "name": found.name if is_valid and found.shows_name else "",
        "hours": found if is_valid and found.shows_hours else None,
        "deeds": deeds,
        "shows_nothing": not (found.shows_name or found.shows_hours or found.shows_deeds),
    }
    return render(request, "volunteers/certificate.html", context)
