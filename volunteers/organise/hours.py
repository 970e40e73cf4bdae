"""Hours in the workspace: what waits to be approved, sums, and a shift's hours one by one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page
from volunteers import services
from volunteers.forms.hours import HoursForm
from volunteers.models import Shift
from volunteers.organise.checking_in import MESSAGES, find_shift
from volunteers.services.summing_up import name_them, shifts_to_approve

APPROVE = "volunteers.approve_hours"
PER_PAGE, SHIFTS_SHOWN = 50, 30


@require_safe
@workspace_page
def hours(request: Organising) -> HttpResponse:
    """What waits, and the sums by campaign and person, of the campaigns one coordinates."""
    require(request, APPROVE)
    led = Campaign.objects.filter(lead__in=open_to(request.user, Membership.Role.ORGANISER))
    campaigns = sorted(led.with_texts(), key=lambda one: str(one).casefold())
    chosen = request.GET.get("campaign", "")
    shown = [one for one in campaigns if one.slug == chosen] or campaigns
    by_key = {one.pk: one for one in shown}
    waiting = list(shifts_to_approve(shown).with_texts()[: SHIFTS_SHOWN + 1])
    sums = services.hours_by_campaign(shown)
    page = Paginator(services.hours_by_person(shown), PER_PAGE).get_page(request.GET.get("page"))
    people = list(page)
    name_them(people)
    context = {
        "campaigns": campaigns,
        "chosen": chosen if len(shown) < len(campaigns) else "",
        "waiting": [(by_key[one.campaign_id], one) for one in waiting[:SHIFTS_SHOWN]],
        "has_more": len(waiting) > SHIFTS_SHOWN,
        "sums": [(one, sums[one.pk]) for one in shown if _says_something(sums[one.pk])],
        "people": [(by_key[one.campaign], one) for one in people],
        "page": page,
    }
    return render(request, "volunteers/organise/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def shift_hours(request: Organising, pk: int) -> HttpResponse:
    """Everybody of a shift with their hours: put right, and approved with one press."""
    shift = find_shift(request, pk, APPROVE)
    signups = list(shift.signups.confirmed().select_related("requirement", "approved_by"))
    signups.sort(key=lambda one: (one.name.casefold(), one.pk))
    data = request.POST if request.method == "POST" else None
    forms = [HoursForm(data, signup=one, may_approve=shift.is_over) for one in signups]
    if data is not None and _save(request, shift, forms):
        # Not to a field that the address still names from an earlier refusal.
        return redirect(f"{request.path}#{MESSAGES}")
    context = {
        "shift": shift,
        "forms": forms,
        "can_approve": any("approve" in form.fields for form in forms),
        "has_errors": any(form.errors for form in forms),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "volunteers/organise/shift_hours.html", context, status=status)


def _save(request: Organising, shift: Shift, forms: list[HoursForm]) -> bool:
    """Record and approve all of it or nothing; False where something is to be put right."""
    # Each is asked, so that all errors are shown at once.
    wrong = [form for form in forms if not form.is_valid()]
    if wrong:
        return False
    changed, wanted = 0, {form.signup.pk: form.approved for form in forms}
    with transaction.atomic():
        for form in forms:
            changed += _record(request, form)
        if any(form.errors for form in forms):
            transaction.set_rollback(True)
            return False
        approved = _approve(request, shift, {k: v for k, v in wanted.items() if v is not None})
    if approved:
        words = ngettext(
            "Hours of %(number)d person are approved. We thank by mail.",
            "Hours of %(number)d people are approved. We thank by mail.",
            approved,
        )
        messages.success(request, words % {"number": approved})
    elif changed:
        messages.success(request, _("The hours are saved."))
    else:
        messages.info(request, _("Nothing was changed."))
    return True


def _record(request: Organising, form: HoursForm) -> bool:
    minutes = form.changed_to
    if minutes is None:
        return False
    is_sure = form.cleaned_data["is_sure"]
    try:
        return services.record_hours(form.signup, minutes, actor=request.user, is_sure=is_sure)
    except services.HoursBeyond as error:
        form.asks_sure = True
        form.add_error("hours", error)
    except ValidationError as error:
        form.add_error("hours", error)
    return False


def _approve(request: Organising, shift: Shift, minutes: dict[UUID, int]) -> int:
    try:
        return services.approve_hours(shift, minutes, actor=request.user) if minutes else 0
    except services.ShiftIsNotOver:
        return 0


def _says_something(sums: services.Hours) -> bool:
    return bool(sums.total or sums.waiting)
