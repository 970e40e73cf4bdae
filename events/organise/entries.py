"""An event and a programme: its host hands it in, the programme's editors decide and place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import services
from events.forms.programmes import HandInForm, PlaceForm, ReasonForm
from events.models import Programme, ProgrammeEntry
from events.organise.programmes import CHANGE, PUBLISH
from events.programme_rules import events_to_offer
from events.services.clashes import Clash, clashes_of
from events.services.programme_reading import entries_to_decide
from partners.workspace.access import Organising, find, require, workspace_page

SEE, ANSWER, HAND_IN = (
    "events.view_programmeentry",
    "events.answer_programmeentry",
    "events.hand_in_event",
)
State = ProgrammeEntry.State


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def hand_in(request: Organising, slug: str) -> HttpResponse:
    """Offer one of the events that one's organisation leads."""
    programme = get_object_or_404(Programme.objects.taking_events().with_texts(), slug=slug)
    require(request, HAND_IN)
    events = events_to_offer(request.user, programme)
    form = HandInForm(
        request.POST or None, events=events, initial={"event": request.GET.get("event")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.hand_in(programme, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Handed in. You get a mail when it is decided."))
            return redirect("programmes_organise:entry", entry.pk)
    context = {"programme": programme, "form": form, "has_events": events.exists()}
    status = 422 if form.errors else 200
    return render(request, "events/organise/entry_hand_in.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, entry_id: int) -> HttpResponse:
    return _page(request, _find(request, entry_id))


@require_POST
@workspace_page
def place(request: Organising, entry_id: int) -> HttpResponse:
    """Give it a stage, and propose another time where that differs."""
    entry = _find(request, entry_id)
    require(request, CHANGE, entry.programme)
    form = _place_form(entry, request.POST)
    clashes: list[Clash] | None = None
    if form.is_valid():
        try:
            services.place(entry, actor=request.user, **form.cleaned_data)
        except services.Clashing as found:
            clashes = found.clashes
            form.add_error(
                "knowingly", _("Nothing is saved yet: look at what it gets in the way of.")
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            is_proposal = entry.proposed_starts_at is not None
            messages.success(
                request,
                _("Saved. The host is asked about the other time.")
                if is_proposal
                else _("Saved. The host gets a mail."),
            )
            return redirect("programmes_organise:entry", entry.pk)
    return _page(request, entry, form, clashes=clashes)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def refuse(request: Organising, entry_id: int, deed: str) -> HttpResponse:
    """Return it to be changed, or decline it: with the reason."""
    entry = _find(request, entry_id)
    require(request, PUBLISH, entry.programme)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = services.return_entry if deed == "return" else services.decline_entry
        try:
            verb(entry, form.cleaned_data["reason"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Done. The other side gets a mail."))
            return redirect("programmes_organise:detail", entry.programme.slug)
    context = {"entry": entry, "programme": entry.programme, "form": form, "deed": deed}
    status = 422 if form.errors else 200
    return render(request, "events/organise/entry_refuse.html", context, status=status)


@require_POST
@workspace_page
def decide(request: Organising, entry_id: int, deed: str) -> HttpResponse:
    """The editors accept; the host withdraws, agrees to a time or keeps its own."""
    entry = _find(request, entry_id)
    if deed == "accept":
        require(request, PUBLISH, entry.programme)
    else:
        require(request, ANSWER, entry)
    more: dict[str, Any] = {}
    if deed in ("agree", "keep"):
        seen = parse_datetime(request.POST.get("seen", ""))
        if seen is None or seen.tzinfo is None:
            raise Http404
        more = {"seen": seen}
    verb: Any = {
        "accept": services.accept_entry,
        "withdraw": services.withdraw_entry,
        "agree": services.agree_to_time,
        "keep": services.refuse_time,
    }[deed]
    try:
        verb(entry, actor=request.user, **more)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done. The other side gets a mail."))
    return redirect("programmes_organise:entry", entry.pk)


def _find(request: Organising, entry_id: int) -> ProgrammeEntry:
    entries = entries_to_decide(ProgrammeEntry.objects.all())
    return find(request, entries, SEE, pk=entry_id)


def _page(
    request: Organising,
    entry: ProgrammeEntry,
    form: PlaceForm | None = None,
    *,
    clashes: list[Clash] | None = None,
) -> HttpResponse:
    """Both sides look at one page; each finds there what it can do."""
    may_place = request.user.has_perm(CHANGE, entry.programme)
    is_open = entry.state in (State.HANDED_IN, State.ACCEPTED)
    event = entry.event
    begin = entry.proposed_starts_at or event.starts_at
    end = entry.proposed_ends_at or event.ends_at
    if clashes is None and may_place and is_open:
        clashes = clashes_of(entry, begin, end, entry.stage)
    shown_form = (form or _place_form(entry)) if may_place and is_open else None
    if shown_form and not clashes:
        # Nothing to have seen.
        del shown_form.fields["knowingly"]
    context = {
        "entry": entry,
        "event": event,
        "programme": entry.programme,
        "form": shown_form,
        "clashes": clashes or [],
        "lead": services.lead_of(event),
        "is_open": is_open,
        "may_decide": request.user.has_perm(PUBLISH, entry.programme),
        "may_answer": request.user.has_perm(ANSWER, entry),
        "may_see_programme": request.user.has_perm("events.view_programme", entry.programme),
        "may_see_event": request.user.has_perm("events.view_event", event),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "events/organise/entry_detail.html", context, status=status)


def _place_form(entry: ProgrammeEntry, data: Any = None) -> PlaceForm:
    event = entry.event
    now = {
        "stage": entry.stage,
        "starts_at": entry.proposed_starts_at or event.starts_at,
        "ends_at": entry.proposed_ends_at or event.ends_at,
    }
    stages = entry.programme.stages.with_texts()
    return PlaceForm(data, initial=now, stages=stages)
