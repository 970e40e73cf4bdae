"""The links in the mails about a shift: GET shows, POST does, because mail scanners open links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.workspace.access import Organising
from privacy.private_pages import private_page
from privacy.secrets import SecretError
from volunteers import services
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.services import links
from volunteers.services.clashing import Clash, shifts_at_that_time
from volunteers.services.reading import page_of
from volunteers.views.looking import known_text
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.qr import qr_svg
from web.waiting import or_wait

State = ShiftSignup.State
LIMIT = "volunteering:network"


def _link_waits(
    request: HttpRequest, pk: int, secret: str, waiting: dict[str, object]
) -> HttpResponse:
    context = {"text": known_text(pk), "waiting": waiting}
    return render(request, "volunteers/link_waiting.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def confirm(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    check(LIMIT, client_network(request))
    try:
        signup = links.find(secret, links.CONFIRM)
    except SecretError as error:
        return _closed(request, pk, error)
    if signup.state != State.PENDING:
        return _to_ticket(signup)
    if request.method != "POST":
        return _to_confirm(request, signup, secret)
    if request.POST.get("deed") == "keep":
        return _keep(request, signup)
    seen = request.POST.get("seen", "")
    try:
        if "leave" in request.POST:
            services.take_instead(signup, request.POST.getlist("leave"), seen=seen)
        else:
            services.confirm_signup(signup, seen=seen)
    except services.HasChanged:
        signup.refresh_from_db()
        return _to_confirm(request, signup, secret, is_newer=True)
    except services.ShiftIsClosed:
        return _over(request, signup)
    except (services.Clash, services.PlaceIsGone) as refusal:
        return _clash(request, "confirm", secret, signup, refusal)
    return _to_ticket(signup)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def offer(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """Take the place that was offered, or pass it on."""
    check(LIMIT, client_network(request))
    try:
        signup = links.find(secret, links.OFFER)
    except SecretError as error:
        return _closed(request, pk, error)
    if signup.state in (State.CONFIRMED, State.GUARDIAN):
        return _to_ticket(signup)
    if not signup.has_open_offer or signup.shift.state != Shift.State.OPEN:
        return _over(request, signup)
    if request.method != "POST":
        return render(request, "volunteers/link_offer.html", _page(signup) | {"secret": secret})
    if request.POST.get("deed") in ("pass_on", "keep"):
        return _keep(request, signup)
    try:
        if "leave" in request.POST:
            services.take_instead(signup, request.POST.getlist("leave"))
        elif not services.accept_offer(signup):
            signup.refresh_from_db()
            return _over(request, signup)
    except services.ShiftIsClosed:
        return _over(request, signup)
    except (services.Clash, services.PlaceIsGone) as refusal:
        return _clash(request, "offer", secret, signup, refusal)
    return _to_ticket(signup)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def leave(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    check(LIMIT, client_network(request))
    try:
        signup = links.find(secret, links.LEAVE)
    except SecretError as error:
        return _closed(request, pk, error)
    if request.method == "POST" and not signup.shift.is_over:
        services.leave_shift(signup)
        return _over(request, signup, 200)
    if not signup.is_standing or signup.shift.is_over:
        return _over(request, signup)
    return render(request, "volunteers/link_leave.html", _page(signup) | {"secret": secret})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def guardian(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """A parent or guardian agrees, refuses, or takes back what they agreed to. They see the
    shift, and the first name."""
    check(LIMIT, client_network(request))
    try:
        asked = links.find_guardian(secret)
    except SecretError as error:
        return _closed(request, pk, error)
    is_newer = False
    try:
        if request.method == "POST":
            _answer(asked, request.POST, secret)
    except services.HasChanged:
        is_newer = True
    except SecretError as error:
        return _closed(request, pk, error)
    # As it stands now: what was answered, or ran out, says so.
    asked = links.find_guardian(secret)
    context = page_of(Shift.objects.public(), asked.signup.shift_id) | {
        "secret": secret,
        "guardian": asked,
        "first_name": asked.signup.name.partition(" ")[0],
        "is_open": asked.answer == Guardian.Answer.ASKED and asked.signup.state == State.GUARDIAN,
        "may_take_back": services.may_take_back(asked.signup, asked.signup.shift),
        "is_newer": is_newer,
    }
    status = 409 if is_newer else 200
    return render(request, "volunteers/link_guardian.html", context, status=status)


def _answer(asked: Guardian, typed: QueryDict, secret: str) -> None:
    match typed.get("deed"):
        case "agree" | "refuse" as deed:
            seen = typed.get("seen", "")
            services.answer_for_minor(asked, agrees=deed == "agree", secret=secret, seen=seen)
        case "take_back":
            services.take_agreement_back(asked, secret=secret)


@private_page
@require_safe
@sheds(Order.SIGNING)
def ticket(request: Organising, code: str) -> HttpResponse:
    """How a sign-up stands, with the code for the day; a coordinator is led to check in."""
    check(LIMIT, client_network(request))
    signup = links.of_ticket(code)
    if signup is None or signup.shift.state == Shift.State.DRAFT:
        raise Http404
    stands = signup.is_standing and (signup.state != State.OFFERED or signup.has_open_offer)
    if not stands or signup.shift.state == Shift.State.CANCELLED:
        return _over(request, signup)
    user = request.user
    context = _page(signup) | {
        "code": code,
        "qr": qr_svg(
            request.build_absolute_uri(reverse("shifts:ticket", args=[code])),
            title=_("Ticket as a QR code"),
        ),
        "may_check_in": user.is_authenticated
        and user.has_perm("volunteers.check_in", signup.shift),
    }
    return render(request, "volunteers/shift_ticket.html", context)


def _to_confirm(
    request: HttpRequest, signup: ShiftSignup, secret: str, *, is_newer: bool = False
) -> HttpResponse:
    """What the press confirms; `is_newer` where that has changed since it was read."""
    seen = signup.signed_up_at.isoformat()
    context = _page(signup) | {"secret": secret, "seen": seen, "is_newer": is_newer}
    status = 409 if is_newer else 200
    return render(request, "volunteers/link_confirm.html", context, status=status)


def _to_ticket(signup: ShiftSignup) -> HttpResponse:
    return redirect("shifts:ticket", links.ticket_code(signup))


def _keep(request: HttpRequest, signup: ShiftSignup) -> HttpResponse:
    """What one has is kept; of this one nobody has to wait for an answer any more."""
    services.leave_shift(signup)
    return _over(request, signup, 200)


def _clash(
    request: HttpRequest,
    name: str,
    secret: str,
    signup: ShiftSignup,
    refusal: Clash | services.PlaceIsGone,
) -> HttpResponse:
    """Explain what is in the way; nothing is lost, and the person chooses."""
    signup.refresh_from_db()
    clashes = shifts_at_that_time(signup.person_key, signup.shift)
    shown = Shift.objects.with_needs().in_bulk([clash.shift.pk for clash in clashes])
    context = _page(signup) | {
        "secret": secret,
        "action": reverse(f"shifts:{name}", args=[signup.shift_id, secret]),
        "seen": signup.signed_up_at.isoformat(),
        "clashes": [(clash.signup, shown[clash.shift.pk]) for clash in clashes],
        # Nobody gives up what is sure for a place on a waiting list.
        "may_take": signup.has_place and not isinstance(refusal, services.PlaceIsGone),
    }
    return render(request, "volunteers/link_clash.html", context, status=409)


def _page(signup: ShiftSignup) -> dict[str, object]:
    return page_of(Shift.objects.public(), signup.shift_id) | {"signup": signup}


def _over(request: HttpRequest, signup: ShiftSignup, status: int = 410) -> HttpResponse:
    """Say how the sign-up and the shift stand, and the way on."""
    return render(request, "volunteers/link_over.html", _page(signup), status=status)


def _closed(request: HttpRequest, pk: int, error: SecretError) -> HttpResponse:
    """A link that opens nothing: never known, expired, or what it was for is deleted."""
    shift = Shift.objects.public().with_texts().filter(pk=pk).first()
    context = {"shift": shift, "was_known": error.secret is not None}
    status = 410 if error.secret is not None else 404
    return render(request, "volunteers/link_closed.html", context, status=status)
