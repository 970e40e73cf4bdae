"""Shifts a person can take from their own page: found by what fits, taken in two taps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from privacy.private_pages import opened_by_secret, private_page
from volunteers import services
from volunteers.forms.taking import ShiftsForMeFilter, TakeForm
from volunteers.models import Requirement, Shift, ShiftSignup, Volunteer
from volunteers.views.mine import of_a_volunteer, to_mine
from web.htmx import render_page
from web.origin import same_origin_required
from web.pressure import Order, sheds

State = ShiftSignup.State
PER_PAGE = 20
GONE = gettext_lazy("Somebody has taken this over already. Thank you all the same.")


@private_page
@require_safe
@opened_by_secret
@sheds(Order.LISTS)
@of_a_volunteer
def mine_shifts(request: HttpRequest, secret: str, volunteer: Volunteer) -> HttpResponse:
    form = ShiftsForMeFilter(request.GET)
    wanted = form.wanted()
    found = services.shifts_for(volunteer, wanted)
    context = {
        "secret": secret,
        "volunteer": volunteer,
        "form": form,
        "is_filtered": wanted != services.Wanted(),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "volunteers/mine_shifts.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
@of_a_volunteer
def take(
    request: HttpRequest, secret: str, volunteer: Volunteer, requirement: int
) -> HttpResponse:
    """The second tap: what it is, what is in the way, and a button."""
    role = get_object_or_404(Requirement, pk=requirement)
    return _answer(request, secret, volunteer, role, None)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
@of_a_volunteer
def stand_in(
    request: HttpRequest, secret: str, volunteer: Volunteer, signup: UUID
) -> HttpResponse:
    """The same, for the place of somebody who can't come, whoever that is."""
    wanted_by = (
        ShiftSignup.objects.confirmed()
        .filter(pk=signup, stand_in_wanted_at__isnull=False)
        .exclude(person_key=volunteer.pk)
        .select_related("requirement")
        .first()
    )
    if wanted_by is None:
        messages.warning(request, str(GONE))
        return to_mine(secret)
    return _answer(request, secret, volunteer, wanted_by.requirement, wanted_by)


def _answer(
    request: HttpRequest,
    secret: str,
    volunteer: Volunteer,
    role: Requirement,
    wanted_by: ShiftSignup | None,
) -> HttpResponse:
    shift = Shift.objects.public().with_needs().filter(pk=role.shift_id).first()
    if shift is None:
        raise Http404
    binding = (State.CONFIRMED, State.GUARDIAN) if wanted_by else ShiftSignup.STANDING
    if shift.signups.of(volunteer.pk).filter(state__in=binding).exists():
        messages.info(request, _("You are on this shift already."))
        return to_mine(secret)
    said = services.last_said_age(volunteer.pk)
    # Where a form has no field at all, pressing is all there is to say.
    typed = request.POST if request.method == "POST" else None
    form = TakeForm(typed, shift=shift, said=said)
    (found,) = services.explained(volunteer, [(shift, wanted_by)])
    choice = next(one for one in found.choices if one.requirement.pk == role.pk)
    if request.method == "POST" and choice.can_talk and form.is_valid():
        try:
            return _taken(request, secret, volunteer, role, wanted_by, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except (services.Clash, services.PlaceIsGone, services.ShiftIsClosed):
            # The page says what is in the way, as it is now.
            shift = Shift.objects.with_needs().get(pk=shift.pk)
            (found,) = services.explained(volunteer, [(shift, wanted_by)])
            choice = next(one for one in found.choices if one.requirement.pk == role.pk)
    context = {
        "secret": secret,
        "form": form,
        "found": found,
        "choice": choice,
        "shift": shift,
        "wanted_by": wanted_by,
    }
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    return render_page(request, "volunteers/mine_take.html", context, "confirm", status=status)


def _taken(
    request: HttpRequest,
    secret: str,
    volunteer: Volunteer,
    role: Requirement,
    wanted_by: ShiftSignup | None,
    form: TakeForm,
) -> HttpResponse:
    wish = form.wish(volunteer, role.pk)
    signup: ShiftSignup | None
    if wanted_by is not None:
        signup = services.stand_in(wanted_by, volunteer, wish)
    elif leaving := request.POST.getlist("leave"):
        signup = services.take_shift_instead(volunteer, role, wish, leaving)
    else:
        signup = services.take_shift(volunteer, role, wish)
    said = {
        State.CONFIRMED: _("You are on the shift. Thank you for helping."),
        State.WAITING: _("You are on the waiting list. We write as soon as a place is free."),
        State.GUARDIAN: _("The place is held until your guardian has agreed by e-mail."),
    }
    if signup is None:
        messages.warning(request, str(GONE))
    else:
        messages.success(
            request, said.get(State(signup.state), _("You are on this shift already."))
        )
    return to_mine(secret)
