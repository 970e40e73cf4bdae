"""The links in the mails: GET shows, POST does, because mail scanners open links."""

from __future__ import annotations

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import services
from events.models import Event, Registration
from events.services import links
from events.services.reading import page_of
from events.views.looking import known_text
from partners.workspace.access import Organising
from privacy.private_pages import private_page
from privacy.secrets import SecretError
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.qr import qr_svg
from web.waiting import or_wait

State = Registration.State
CHECK_IN = "events.check_in"


def _link_waits(
    request: HttpRequest, slug: str, secret: str, waiting: dict[str, object]
) -> HttpResponse:
    context = {"text": known_text(slug), "waiting": waiting}
    return render(request, "events/link_waiting.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def confirm(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    check("registration:network", client_network(request))
    try:
        registration = links.find(secret, links.CONFIRM)
    except SecretError as error:
        return _closed(request, slug, error)
    if registration.state == State.PENDING:
        if request.method != "POST":
            return _to_confirm(request, registration, secret)
        try:
            services.confirm_registration(registration, seen=request.POST.get("seen", ""))
        except services.HasChanged:
            registration.refresh_from_db()
            return _to_confirm(request, registration, secret, is_newer=True)
        except services.RegistrationIsClosed:
            return _over(request, registration)
    return redirect("events:ticket", registration.event.slug, links.ticket_code(registration))


def _to_confirm(
    request: HttpRequest, registration: Registration, secret: str, *, is_newer: bool = False
) -> HttpResponse:
    """What the press confirms; `is_newer` where that has changed since it was read."""
    seen = registration.registered_at.isoformat()
    context = _page(registration) | {"secret": secret, "seen": seen, "is_newer": is_newer}
    status = 409 if is_newer else 200
    return render(request, "events/link_confirm.html", context, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def offer(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Take the place that was offered, or pass it on."""
    check("registration:network", client_network(request))
    try:
        registration = links.find(secret, links.OFFER)
    except SecretError as error:
        return _closed(request, slug, error)
    event = registration.event
    if request.method == "POST" and registration.state == State.OFFERED:
        if request.POST.get("deed") == "pass_on":
            services.cancel_registration(registration)
            return _over(request, registration, 200)
        try:
            if not services.accept_offer(registration):
                return _over(request, registration)
        except services.RegistrationIsClosed:
            return _over(request, registration)
    if registration.state == State.CONFIRMED:
        return redirect("events:ticket", event.slug, links.ticket_code(registration))
    if not registration.has_open_offer or event.state == Event.State.CANCELLED:
        return _over(request, registration)
    context = _page(registration) | {"secret": secret}
    return render(request, "events/link_offer.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def cancel(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    check("registration:network", client_network(request))
    try:
        registration = links.find(secret, links.CANCEL)
    except SecretError as error:
        return _closed(request, slug, error)
    if request.method == "POST" and not registration.event.is_over:
        services.cancel_registration(registration)
        return _over(request, registration, 200)
    if not registration.is_standing or registration.event.is_over:
        return _over(request, registration)
    context = _page(registration) | {"secret": secret}
    return render(request, "events/link_cancel.html", context)


@private_page
@require_safe
@sheds(Order.SIGNING)
def ticket(request: Organising, slug: str, code: str) -> HttpResponse:
    """How a registration stands, with the code for the door; for a host, a press to check in."""
    check("registration:network", client_network(request))
    registration = links.of_ticket(code)
    if registration is None or registration.event.state == Event.State.DRAFT:
        raise Http404
    is_gone = registration.state == State.OFFERED and not registration.has_open_offer
    if is_gone or not registration.is_standing:
        return _over(request, registration)
    event = registration.event
    is_host = request.user.is_authenticated and request.user.has_perm(CHECK_IN, event)
    url = request.build_absolute_uri(reverse("events:ticket", args=[event.slug, code]))
    context = _page(registration) | {
        "qr": qr_svg(url, title=_("Ticket as a QR code")),
        "is_host": is_host,
        # Whoever scans it with a phone that is not logged in comes back to this very ticket.
        "may_log_in": registration.state == State.CONFIRMED
        and not bool(request.user.is_authenticated),
        "way_back": urlencode({REDIRECT_FIELD_NAME: request.path}),
    }
    return render(request, "events/ticket.html", context)


def _page(registration: Registration) -> dict[str, object]:
    context = page_of(Event.objects.public(), registration.event.slug)
    return context | {"registration": registration}


def _over(request: HttpRequest, registration: Registration, status: int = 410) -> HttpResponse:
    """Say how the registration and the event stand, and the way on."""
    context = _page(registration)
    return render(request, "events/link_over.html", context, status=status)


def _closed(request: HttpRequest, slug: str, error: SecretError) -> HttpResponse:
    """A link that opens nothing: never known, expired, or what it was for is deleted."""
    event = Event.objects.public().with_texts().filter(slug=slug).first()
    context = {"event": event, "was_known": error.secret is not None}
    status = 410 if error.secret is not None else 404
    return render(request, "events/link_closed.html", context, status=status)
