"""More shifts from one: by a rule, or a whole day on another one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.forms.repeating import RepeatForm
from partners.workspace.access import Organising, require, workspace_page
from volunteers import services
from volunteers.forms.planning import CopyDayForm
from volunteers.models import Shift
from volunteers.organise.shifts import CHANGE, PUBLISH, Role, campaigns_of, find_shift


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def repeat(request: Organising, pk: int) -> HttpResponse:
    """The dates there are, and a plain form for more."""
    shift = find_shift(request, pk, CHANGE)
    form = RepeatForm(request.POST if request.method == "POST" else None, event=shift)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.repeat_shift(shift, form.cleaned_data["rule"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell(request, made)
            return redirect("volunteers_organise:repeat", shift.pk)
    dates = list(
        Shift.objects.filter(series=shift.series_id)
        .exclude(series=None)
        .prefetch_related("requirements")
    )
    following = [one for one in dates if one.starts_at >= shift.starts_at and not one.is_over]
    context = {
        "shift": shift,
        "form": form,
        "dates": dates,
        "drafts": sum(one.state == Shift.State.DRAFT for one in following),
        "open_ones": sum(one.state == Shift.State.OPEN for one in following),
        "may_publish": request.user.has_perm(PUBLISH, shift),
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/shift_repeat.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def hand_words_on(request: Organising, pk: int) -> HttpResponse:
    """Take this date's words over to all that follow, so that a change is written once."""
    shift = find_shift(request, pk, CHANGE)
    back = reverse("volunteers_organise:repeat", args=[pk])
    if request.method == "POST":
        count = services.hand_words_on(shift, actor=request.user)
        messages.success(
            request,
            ngettext("%(count)s date is changed.", "%(count)s dates are changed.", count)
            % {"count": count},
        )
        return redirect(back)
    later = services.following_shifts(shift).exclude(pk=pk).exclude(state=Shift.State.CANCELLED)
    context = {
        "shift": shift,
        "shifts": list(later.not_over().with_needs()),
        "back": back,
        "title": _("Take the words over to all that follow"),
        "about": _(
            "Title, description and meeting point of this date replace those of the dates "
            "below, in every language."
        ),
        "button": _("Take them over"),
    }
    return render(request, "volunteers/organise/shifts_lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def copy_day(request: Organising) -> HttpResponse:
    """All shifts of a day on another day, as drafts and without people."""
    require(request, "volunteers.add_shift")
    data = request.POST if request.method == "POST" else None
    begin = {name: request.GET.get(name, "") for name in ("campaign", "day")}
    form = CopyDayForm(data, campaigns=campaigns_of(request, Role.EDITOR), initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            copied = services.copy_day(**form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell_copied(request, copied)
            week = form.cleaned_data["to"]
            return redirect(f"{reverse('volunteers_organise:shifts')}?week={week}")
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/copy_day.html", {"form": form}, status=status)


def _tell(request: Organising, made: services.Repeated) -> None:
    if not made.shifts:
        messages.info(request, _("All these dates are there already."))
        return
    count = len(made.shifts)
    messages.success(
        request,
        ngettext(
            "%(count)s date is made, as a draft.", "%(count)s dates are made, as drafts.", count
        )
        % {"count": count},
    )
    for one in made.moved:
        messages.warning(
            request,
            _("On %(day)s the clocks are set forward: that date begins at %(time)s.")
            % {"day": f"{one.starts_there:%d.%m.%Y}", "time": f"{one.starts_there:%H:%M}"},
        )


def _tell_copied(request: Organising, copied: services.Copied) -> None:
    count = len(copied.shifts)
    if count:
        messages.success(
            request,
            ngettext(
                "%(count)s shift is copied, as a draft.",
                "%(count)s shifts are copied, as drafts.",
                count,
            )
            % {"count": count},
        )
    if copied.known:
        messages.info(
            request,
            ngettext(
                "%(count)s shift was there already.",
                "%(count)s shifts were there already.",
                copied.known,
            )
            % {"count": copied.known},
        )
