"""A person's own page about helping: what comes next, and what they can do about each shift."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.private_pages import opened_by_secret, private_page
from volunteers import services
from volunteers.models import ShiftSignup, Volunteer
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.templatetags.mitstimme import in_language

State = ShiftSignup.State


def of_a_volunteer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the person on as `volunteer`; who has confirmed nothing here is told how to begin."""

    @wraps(view)
    def known(
        request: HttpRequest, secret: str, person_key: str, **kwargs: object
    ) -> HttpResponse:
        volunteer = services.known_volunteer(person_key)
        if volunteer is None:
            return render(request, "volunteers/mine_unknown.html", {"secret": secret})
        return view(request, secret=secret, volunteer=volunteer, **kwargs)

    return known


@private_page
@require_safe
@opened_by_secret
@sheds(Order.PAGES)
@of_a_volunteer
def mine(request: HttpRequest, secret: str, volunteer: Volunteer) -> HttpResponse:
    overview = services.overview(volunteer.pk)
    hours = overview.minutes / 60
    context = {
        "secret": secret,
        "volunteer": volunteer,
        "overview": overview,
        "ticket": services.ticket_code(overview.next) if overview.next else "",
        "stand_ins": services.stand_ins_for(volunteer),
        # As one says it: 7, and 7,5 where it is no whole number.
        "hours": number_format(hours, decimal_pos=1 if overview.minutes % 60 else 0),
        "hours_number": math.ceil(hours),
    }
    return render(request, "volunteers/mine.html", context)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
@of_a_volunteer
def deed(
    request: HttpRequest, secret: str, volunteer: Volunteer, signup: UUID, what: str
) -> HttpResponse:
    """`accept` a place that was offered; `look` for a stand-in, or `stop` looking."""
    row = find_mine(volunteer, signup)
    if what == "accept":
        _accept(request, row)
    elif what == "look":
        if services.look_for_stand_in(row):
            messages.success(
                request,
                _("We ask those who could come. Until somebody takes over, you are expected."),
            )
    else:
        services.look_for_stand_in(row, is_wanted=False)
        messages.success(request, _("Good that you come. Nobody is looked for any more."))
    return to_mine(secret)


def _accept(request: HttpRequest, row: ShiftSignup) -> None:
    try:
        is_taken = services.accept_offer(row)
    except services.Clash as clash:
        messages.warning(request, told_of(clash))
    except services.ShiftIsClosed:
        messages.warning(request, _("This shift takes nobody any more."))
    else:
        if is_taken:
            messages.success(request, _("The place is yours. Thank you for helping."))
        else:
            messages.warning(request, _("The time for this place is over; it has gone on."))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@opened_by_secret
@sheds(Order.SIGNING)
@of_a_volunteer
def leave(request: HttpRequest, secret: str, volunteer: Volunteer, signup: UUID) -> HttpResponse:
    """Ask once, and say what else one can do: the place goes on at once."""
    row = find_mine(volunteer, signup)
    if request.method == "POST":
        if services.leave_shift(row):
            messages.success(request, _("You are off this shift. Thank you for telling us."))
        return to_mine(secret)
    (found,) = services.with_shifts(ShiftSignup.objects.filter(pk=row.pk))
    context = {"secret": secret, "signup": found, "shift": found.shift}
    return render(request, "volunteers/mine_leave_shift.html", context)


def find_mine(volunteer: Volunteer, signup: UUID) -> ShiftSignup:
    """One's own; another's is as unknown as one that never was."""
    found = ShiftSignup.objects.of(volunteer.pk).standing().filter(pk=signup).first()
    if found is None or found.shift.is_over:
        raise Http404
    return found


def to_mine(secret: str) -> HttpResponse:
    return redirect(reverse("volunteering:mine", args=[secret]))


def told_of(clash: services.Clash) -> str:
    """What somebody does at that time already, in a sentence."""
    shift = clash.shift
    return _("At that time you are here already: “%(shift)s”, %(day)s, %(start)s to %(end)s.") % {
        "shift": str(shift),
        "day": in_language(shift.starts_there.date()),
        "start": time_format(shift.starts_there.time(), "TIME_FORMAT"),
        "end": time_format(shift.ends_there.time(), "TIME_FORMAT"),
    }
