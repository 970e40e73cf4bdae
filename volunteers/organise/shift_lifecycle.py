"""A shift's way, asked once and done: published, cancelled, deleted; alone or several at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from events.models import Event
from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page
from volunteers import services
from volunteers.models import Shift, ShiftQuerySet
from volunteers.organise.shifts import DELETE, PUBLISH, Role, day_in, find_shift

VERBS = {
    "publish": services.publish_shift,
    "cancel": services.cancel_shift,
    "delete": services.delete_draft_shift,
}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead(request: Organising, pk: int, deed: str) -> HttpResponse:
    """Ask once and do it. What people are told of can't be taken back from them."""
    shift = find_shift(request, pk, PUBLISH)
    if deed == "delete" and shift.state == Shift.State.DRAFT:
        require(request, DELETE, shift)
    title, about, button, done = _words(deed)
    if request.method == "POST":
        try:
            VERBS[deed](shift, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
            if deed == "delete":
                return redirect("volunteers_organise:shifts")
        return redirect("volunteers_organise:shift", pk)
    context = {"shift": shift, "title": title, "about": about, "button": button}
    return render(request, "volunteers/organise/shift_lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def publish_day(request: Organising, day: str) -> HttpResponse:
    """Publish all drafts of a day, of every campaign one coordinates."""
    found = day_in(day)
    if found is None:
        raise Http404
    require(request, PUBLISH)
    begin = timezone.make_aware(datetime.combine(found, time()))
    drafts = _mine(request).filter(
        state=Shift.State.DRAFT,
        starts_at__gte=begin - timedelta(days=1),
        starts_at__lt=begin + timedelta(days=2),
    )
    shifts = [one for one in drafts.with_needs() if one.starts_there.date() == found]
    back = f"{reverse('volunteers_organise:shifts')}?week={found}"
    if request.method == "POST":
        _publish(request, shifts)
        return redirect(back)
    context = {
        "title": _("Publish the drafts of %(day)s") % {"day": date_format(found)},
        "about": _(
            "Everybody finds them from now on. Those that still lack something stay drafts."
        ),
        "button": _("Publish them"),
        "shifts": shifts,
        "back": back,
    }  # fmt: skip
    return render(request, "volunteers/organise/shifts_lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def lead_series(request: Organising, pk: int, deed: str) -> HttpResponse:
    """Publish or cancel this date and all that follow."""
    shift = find_shift(request, pk, PUBLISH)
    state = Shift.State.DRAFT if deed == "publish" else Shift.State.OPEN
    following = services.following_shifts(shift).filter(state=state).not_over()
    shifts = list(following.with_needs())
    back = reverse("volunteers_organise:repeat", args=[pk])
    if request.method == "POST":
        _publish(request, shifts) if deed == "publish" else _cancel(request, shifts)
        return redirect(back)
    words = {
        "publish": (
            _("Publish this date and all that follow"),
            _("Everybody finds them from now on. Those that still lack something stay drafts."),
            _("Publish them"),
        ),
        "cancel": (
            _("Cancel this date and all that follow"),
            _("Their pages stay and say so. Everybody who signed up gets one mail."),
            _("Cancel them"),
        ),
    }
    context: dict[str, Any] = dict(zip(("title", "about", "button"), words[deed], strict=True))
    context |= {"shift": shift, "shifts": shifts, "back": back}
    return render(request, "volunteers/organise/shifts_lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def cancel_of_event(request: Organising, slug: str) -> HttpResponse:
    """Cancel all shifts of an event that one coordinates."""
    require(request, PUBLISH)
    shifts = list(
        _mine(request).filter(event__slug=slug, state=Shift.State.OPEN).not_over().with_needs()
    )
    back = f"{reverse('volunteers_organise:shifts')}?event={slug}"
    event = Event.objects.filter(slug=slug, shifts__in=_mine(request)).with_texts().first()
    if event is None:
        raise Http404
    if request.method == "POST":
        _cancel(request, shifts)
        return redirect(back)
    context = {
        "title": _("Cancel all shifts of this event"),
        "about": _("Their pages stay and say so. Everybody who signed up gets one mail."),
        "button": _("Cancel them"),
        "event": event,
        "shifts": shifts,
        "back": back,
    }
    return render(request, "volunteers/organise/shifts_lead.html", context)


def _mine(request: Organising) -> ShiftQuerySet:
    """The shifts that this user may publish and cancel."""
    campaigns = Campaign.objects.filter(lead__in=open_to(request.user, Role.ORGANISER))
    return Shift.objects.filter(campaign__in=campaigns).order_by("starts_at", "pk")


def _publish(request: Organising, shifts: list[Shift]) -> None:
    published, lacking = services.publish_drafts(shifts, actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s shift is published.", "%(count)s shifts are published.", published)
        % {"count": published},
    )
    if lacking:
        messages.warning(
            request,
            ngettext(
                "%(count)s shift still lacks something: its page says what.",
                "%(count)s shifts still lack something: their pages say what.",
                lacking,
            )
            % {"count": lacking},
        )


def _cancel(request: Organising, shifts: list[Shift]) -> None:
    count = services.cancel_all(shifts, actor=request.user)
    messages.success(
        request,
        ngettext("%(count)s shift is cancelled.", "%(count)s shifts are cancelled.", count)
        % {"count": count},
    )


def _words(deed: str) -> tuple[str, str, str, str]:
    """Heading, what follows, the button, and what is said afterwards."""
    return {
        "publish": (
            _("Publish the shift"),
            _("Everybody finds it from now on, and can sign up."),
            _("Publish it"),
            _("The shift is published."),
        ),
        "cancel": (
            _("Cancel the shift"),
            _("Its page stays and says so. Everybody who signed up gets one mail."),
            _("Cancel the shift"),
            _("The shift is cancelled."),
        ),
        "delete": (
            _("Delete the draft"),
            _("Nobody has seen it yet. It can't be brought back."),
            _("Delete"),
            _("The draft is deleted."),
        ),
    }[deed]
