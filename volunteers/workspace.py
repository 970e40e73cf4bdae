"""What shifts bring to the workspace: what waits, their deeds in words, what is translated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from campaigns.models import CampaignText
from events.models import Event, EventText
from languages.models import texts_of
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind
from volunteers.models import Shift, ShiftTemplate, ShiftText

DRAFTS_SOON = timedelta(days=14)
GAPS_SOON = timedelta(days=7)

DEEDS = {
    "volunteers.shift_created": gettext_lazy("began the shift"),
    "volunteers.shift_written": gettext_lazy("wrote the shift's text"),
    "volunteers.shift_changed": gettext_lazy("changed where or for whom the shift is"),
    "volunteers.shift_moved": gettext_lazy("moved the shift to another time"),
    "volunteers.requirement_added": gettext_lazy("asked for more people on the shift"),
    "volunteers.requirement_changed": gettext_lazy("changed who is needed on the shift"),
    "volunteers.requirement_removed": gettext_lazy("took back who is needed on the shift"),
    "volunteers.shift_published": gettext_lazy("published the shift"),
    "volunteers.shift_cancelled": gettext_lazy("cancelled the shift"),
    "volunteers.shift_deleted": gettext_lazy("deleted the draft of a shift"),
    "volunteers.shift_repeated": gettext_lazy("made more dates of the shift"),
    "volunteers.words_handed_on": gettext_lazy("took the words over to all that follow"),
    "volunteers.shift_people_fetched": gettext_lazy("fetched the list of those who come"),
    "volunteers.asked": gettext_lazy("asked somebody to help on the shift"),
    "volunteers.shift_written_to": gettext_lazy("wrote to all who are on the shift"),
    "volunteers.moved": gettext_lazy("moved somebody to this shift, or to another task on it"),
    # About the campaign whose day it is.
    "volunteers.day_copied": gettext_lazy("copied the shifts of a day"),
}
TEMPLATE_DEEDS = {
    "volunteers.template_saved": gettext_lazy("saved a template for shifts"),
    "volunteers.template_deleted": gettext_lazy("deleted a template for shifts"),
}


def register() -> None:
    attention.register("shifts", waiting_for)
    trail.register("volunteers.shift", _shifts_of, DEEDS)
    trail.register("volunteers.shifttemplate", _templates_of, TEMPLATE_DEEDS)
    translatable.register(
        Kind(
            name="shift",
            label=gettext_lazy("shift"),
            text_model=ShiftText,
            of=lambda organisations: (
                Shift.objects.filter(campaign__lead__in=organisations)
                .exclude(state=Shift.State.CANCELLED)
                .not_over()
                .select_related("campaign")
            ),
            owner=lambda shift: shift.campaign.lead_id,
            url=lambda shift: reverse("volunteers_organise:shift_text", args=[shift.pk]),
        )
    )


def waiting_for(user: User) -> Iterator[Waiting]:
    """Cancelled events with shifts, people missing within a week, drafts whose day comes near.

    One line for each event or campaign, however many shifts: a week has forty of them.
    """
    mine = Shift.objects.filter(
        campaign__lead__in=open_to(user, Membership.Role.EDITOR)
    ).not_over()
    yield from _off(mine.filter(state=Shift.State.OPEN))
    now = timezone.now()
    coming = (
        mine.filter(starts_at__lt=now + DRAFTS_SOON)
        .exclude(state=Shift.State.CANCELLED)
        .exclude(event__state__in=(Event.State.CANCELLED, Event.State.POSTPONED))
        .select_related("campaign")
        .prefetch_related("requirements", texts_of(CampaignText, "campaign__texts"))
        .order_by("starts_at")
    )
    drafts, gaps = defaultdict(list), defaultdict(list)
    for shift in coming:
        if shift.state == Shift.State.DRAFT:
            drafts[shift.campaign].append(shift)
        elif shift.missing and shift.starts_at < now + GAPS_SOON:
            gaps[shift.campaign].append(shift)
    for campaign, shifts in gaps.items():
        number = sum(shift.missing for shift in shifts)
        yield Waiting(
            ngettext(
                "%(count)s person is missing on the shifts of the next seven days.",
                "%(count)s people are missing on the shifts of the next seven days.",
                number,
            )
            % {"count": number},
            _page(shifts[0], "&gaps"),
            Urgency.NOW,
            about=str(campaign),
            at=shifts[0].starts_at,
            icon="hand-heart",
        )
    for campaign, shifts in drafts.items():
        yield Waiting(
            ngettext(
                "%(count)s shift comes near and is not published.",
                "%(count)s shifts come near and are not published.",
                len(shifts),
            )
            % {"count": len(shifts)},
            _page(shifts[0]),
            Urgency.SOON,
            about=str(campaign),
            at=shifts[0].starts_at,
            icon="hand-heart",
        )


def _off(shifts: QuerySet[Shift]) -> Iterator[Waiting]:
    """Events that do not take place then, and have shifts that people still count on."""
    off = (
        Event.objects.filter(
            shifts__in=shifts, state__in=(Event.State.CANCELLED, Event.State.POSTPONED)
        )
        .distinct()
        .prefetch_related(texts_of(EventText))
    )
    for event in off:
        is_cancelled = event.state == Event.State.CANCELLED
        yield Waiting(
            _("This event is cancelled and has shifts.")
            if is_cancelled
            else _("This event is postponed and has shifts."),
            f"{reverse('volunteers_organise:shifts')}?event={event.slug}",
            Urgency.NOW,
            about=str(event),
            icon="calendar",
        )


def _shifts_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for shift in Shift.objects.filter(campaign__lead=organisation).with_texts():
        yield shift.pk, str(shift)


def _templates_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    yield from ShiftTemplate.objects.filter(organisation=organisation).values_list("pk", "name")


def _page(first: Shift, more: str = "") -> str:
    """The week in which the first of them is."""
    week = first.starts_there.date()
    address = reverse("volunteers_organise:shifts")
    return f"{address}?campaign={first.campaign_id}&week={week}{more}"
