"""What events bring to the workspace: what waits, their deeds in words, what is translated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from events import programme_workspace
from events.models import (
    Event,
    EventHost,
    EventNotice,
    EventNoticeText,
    EventQuerySet,
    EventText,
    Venue,
    VenueText,
)
from languages.models import texts_of
from partners.models import Membership, Organisation, OrganisationQuerySet
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind

State, Role = EventHost.State, EventHost.Role
SOON = timedelta(days=14)

DEEDS = {
    "events.created": gettext_lazy("began the event"),
    "events.written": gettext_lazy("wrote the text"),
    "events.changed": gettext_lazy("changed when, where or for whom"),
    "events.capacity_changed": gettext_lazy("changed how many can come"),
    "events.languages_set": gettext_lazy("said which languages are spoken"),
    "events.speakers_set": gettext_lazy("said who speaks"),
    "events.notice_given": gettext_lazy("gave a notice"),
    "events.pictured": gettext_lazy("chose a picture or took it away"),
    "events.confirmed": gettext_lazy("announced the event"),
    "events.postponed": gettext_lazy("postponed the event"),
    "events.cancelled": gettext_lazy("cancelled the event"),
    "events.registration_cancelled": gettext_lazy("cancelled somebody's registration"),
    "events.registrations_fetched": gettext_lazy("fetched the list of those who come"),
    "events.repeated": gettext_lazy("made more dates"),
    "events.series_changed": gettext_lazy("changed this date and those that follow"),
    "events.series_ended": gettext_lazy("cancelled this date and those that follow"),
    "events.deleted": gettext_lazy("deleted the draft"),
    "events.host_invited": gettext_lazy("asked an organisation to take part"),
    "events.host_requested": gettext_lazy("asked to take part"),
    "events.host_accepted": gettext_lazy("agreed that an organisation takes part"),
    "events.host_declined": gettext_lazy("declined that an organisation takes part"),
    "events.host_withdrawn": gettext_lazy("ended that an organisation takes part"),
    "events.editing_allowed": gettext_lazy("changed whether a co-host may write"),
    "events.lead_handed_on": gettext_lazy("handed the lead on"),
}
VENUE_DEEDS = {
    "events.venue_created": gettext_lazy("added a venue"),
    "events.venue_changed": gettext_lazy("corrected a venue"),
    "events.venue_written": gettext_lazy("wrote about the way to a venue"),
}


def register() -> None:
    programme_workspace.register()
    attention.register("events", waiting_for)
    attention.register("event_hosts", asked_of)
    trail.register("events.event", _events_of, DEEDS)
    trail.register("events.venue", _venues_of, VENUE_DEEDS)
    translatable.register(
        Kind(
            name="event",
            label=gettext_lazy("event"),
            text_model=EventText,
            of=led_by,
            owner=lambda event: event.lead_id,
            url=lambda event: reverse("events_organise:write", args=[event.slug]),
        )
    )
    translatable.register(
        Kind(
            name="event_notice",
            label=gettext_lazy("notice"),
            text_model=EventNoticeText,
            of=lambda organisations: (
                EventNotice.objects.filter(
                    event__hosts__organisation__in=organisations,
                    event__hosts__role=Role.LEAD,
                    event__ends_at__gte=timezone.now(),
                )
                .annotate(lead_id=F("event__hosts__organisation"))
                .select_related("event")
            ),
            owner=lambda notice: notice.lead_id,
            url=lambda notice: reverse("events_organise:detail", args=[notice.event.slug]),
        )
    )
    translatable.register(
        Kind(
            name="venue",
            label=gettext_lazy("venue"),
            text_model=VenueText,
            of=lambda organisations: Venue.objects.in_use().filter(
                Q(keeper__in=organisations) | Q(keeper=None, added_by__in=organisations)
            ),
            owner=lambda venue: venue.keeper_id or venue.added_by_id,
            url=lambda venue: reverse("events_organise:venue_text", args=[venue.slug]),
        )
    )


def led_by(organisations: OrganisationQuerySet) -> EventQuerySet:
    """The events these organisations lead, each with its `lead_id`."""
    return Event.objects.filter(
        hosts__organisation__in=organisations, hosts__role=Role.LEAD
    ).annotate(lead_id=F("hosts__organisation"))


def waiting_for(user: User) -> Iterator[Waiting]:
    """Drafts whose day comes near, and translations that the German text has left behind."""
    mine = led_by(open_to(user, Membership.Role.EDITOR)).coming()
    near = timezone.now() + SOON
    for event in mine.filter(state=Event.State.DRAFT, starts_at__lt=near).with_texts():
        yield Waiting(
            _("An event comes near and is not announced."),
            _page(event),
            Urgency.NOW,
            about=str(event),
            at=event.starts_at,
            icon="calendar",
        )
    stale = EventText.objects.filter(status=EventText.Status.STALE)
    for event in mine.filter(texts__in=stale).distinct().with_texts():
        yield Waiting(
            _("A translation no longer fits the German text."),
            _page(event),
            Urgency.WHEN_THERE_IS_TIME,
            about=str(event),
            icon="languages",
        )


def asked_of(user: User) -> Iterator[Waiting]:
    """For organisers: whom they have to answer, as the one asked or as the lead."""
    mine = open_to(user, Membership.Role.ORGANISER)
    led = Event.objects.filter(hosts__organisation__in=mine, hosts__role=Role.LEAD)
    waiting = EventHost.objects.filter(
        Q(state=State.INVITED, organisation__in=mine) | Q(state=State.REQUESTED, event__in=led)
    )
    asked: set[tuple[object, ...]] = set()
    for host in (
        waiting.select_related("event", "organisation")
        .prefetch_related(texts_of(EventText, "event__texts"))
        .order_by("asked_at", "event__starts_at")
    ):
        # One question for all dates of a series.
        question = (host.event.series_id, host.organisation_id, host.role, host.state)
        if host.event.series_id and question in asked:
            continue
        asked.add(question)
        names = {"organisation": host.organisation.name, "event": str(host.event)}
        is_asked = host.state == State.INVITED
        yield Waiting(
            _("%(organisation)s is asked to take part: %(event)s") % names
            if is_asked
            else _("%(organisation)s would like to take part: %(event)s") % names,
            reverse("events_organise:parts") if is_asked else _page(host.event),
            Urgency.NOW,
            at=host.asked_at,
            icon="handshake",
        )


def _events_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for event in led_by(Organisation.objects.filter(pk=organisation.pk)).with_texts():
        yield event.pk, str(event)


def _venues_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    yield from Venue.objects.filter(keeper=organisation).values_list("pk", "name")


def _page(event: Event) -> str:
    return reverse("events_organise:detail", args=[event.slug])
