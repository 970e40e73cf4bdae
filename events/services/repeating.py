"""Making a series: from one event and a rule, events of their own that are alike to begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import (
    FEATURES,
    Event,
    EventHost,
    EventLanguage,
    EventQuerySet,
    EventSeries,
    EventText,
)
from events.services.hosting import tell_other_side
from events.services.lifecycle import lead_has_left
from events.services.rhythm import MOST, Moment, end_after, moments_of
from privacy import audit

State, Role = EventHost.State, EventHost.Role
# What each occurrence takes over. Not who speaks: that was agreed for one day.
ALIKE = (
    "campaign", "visibility", "time_zone", "attendance", "venue", "online_url", "audience",
    "is_free", "entry", "capacity", "party_at_most", "offer_hours", *FEATURES, "picture",
    "contact_name", "contact_email", "contact_phone", "is_demo",
)  # fmt: skip
DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass
class Made:
    """What repeating has brought: the new events, and those that begin later than by the rule."""

    events: list[Event] = field(default_factory=list)
    moved: list[Event] = field(default_factory=list)


@transaction.atomic
def repeat(event: Event, rule: str, *, actor: AbstractBaseUser) -> Made:
    """Make the dates of the rule that the event's series lacks, each an event of its own.

    They are announced if the event is and nothing has to be agreed first, else drafts. The
    lead takes part; whoever else holds the event is asked anew, by one mail for all dates: a
    yes to one day is none to sixty. Raises ValidationError for a rule we don't take.
    """
    if lead_has_left(event):
        raise ValidationError(_("The leading organisation does not take part any more."))
    # Whoever repeats it at the same moment waits here, and finds these dates made.
    given, event = event, Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if event.state not in (Event.State.DRAFT, Event.State.CONFIRMED):
        raise ValidationError(_("Only a draft or an event that takes place can repeat."))
    moments = moments_of(rule, event.starts_at, event.zone)
    given.series = series = _series_of(event, rule)
    lacking = _lacking(series, moments, event)
    if series.events.coming().count() + len(lacking) > MOST:
        raise ValidationError(
            _("That would be more than %(most)s dates. Choose an earlier end."),
            params={"most": MOST},
        )
    if not lacking:
        return Made()
    made = _make(event, series, lacking)
    _ask_anew(event, made.events, actor)
    audit.record("events.repeated", actor, event, rule=rule, dates=len(made.events))
    return made


def others_of_series(event: Event, now: datetime | None = None) -> EventQuerySet:
    """The other dates to come that everybody finds; none for an event that stands alone."""
    if event.series_id is None:
        return Event.objects.none()
    others = Event.objects.listed().coming(now).filter(series=event.series_id)
    return others.exclude(pk=event.pk).order_by("starts_at", "pk")


def _series_of(event: Event, rule: str) -> EventSeries:
    if event.series is not None:
        known = EventSeries.objects.filter(pk=event.series.pk)
        known.update(rule=rule)
        # One lock for all that belong to it, whichever of them is repeated.
        return known.select_for_update(no_key=True).get()
    series = EventSeries.objects.create(
        rule=rule, starts_at=event.starts_at, time_zone=event.time_zone
    )
    Event.objects.filter(pk=event.pk).update(series=series)
    event.series = series
    return series


def _lacking(series: EventSeries, moments: Iterable[Moment], event: Event) -> list[Moment]:
    """Those on whose day the series has nothing yet: one that was moved is not made again."""
    taken = {one.starts_there.date() for one in series.events.all()}
    now = timezone.now()
    return [
        moment
        for moment in moments
        if moment.starts_at > now and moment.starts_at.astimezone(event.zone).date() not in taken
    ]


def _make(event: Event, series: EventSeries, moments: Sequence[Moment]) -> Made:
    needs_answer = event.agreed_venue != event.venue or not _lead_gives_place(event)
    is_draft = event.state == Event.State.DRAFT or needs_answer
    closes = event.registration_closes_at
    stem = DATED.sub("", event.slug)[:68]
    made = Made()
    for moment in moments:
        day = moment.starts_at.astimezone(event.zone).date()
        one = Event(
            **{name: getattr(event, name) for name in ALIKE},
            slug=f"{stem}-{day:%Y-%m-%d}",
            series=series,
            starts_at=moment.starts_at,
            ends_at=end_after(event, moment.starts_at),
            registration_closes_at=closes and moment.starts_at - (event.starts_at - closes),
            state=Event.State.DRAFT if is_draft else Event.State.CONFIRMED,
            published_at=None if is_draft else timezone.now(),
        )
        made.events.append(one)
        if moment.is_moved:
            made.moved.append(one)
    try:
        with transaction.atomic():
            Event.objects.bulk_create(made.events)
    except IntegrityError as error:
        raise ValidationError(
            _("Some of these dates have been made meanwhile. Have a look and try again.")
        ) from error
    _copy_words(event, made.events)
    return made


def _lead_gives_place(event: Event) -> bool:
    """Whether nobody has to be asked about the place: it is nobody's, or the lead's own."""
    keeper = event.venue.keeper_id if event.venue else None
    if keeper is None:
        return True
    lead = event.hosts.filter(role=Role.LEAD, state=State.ACCEPTED, organisation=keeper)
    return lead.exists()


def _copy_words(event: Event, made: Sequence[Event]) -> None:
    texts, languages = list(event.texts.all()), list(event.languages.all())
    EventText.objects.bulk_create(_copies(texts, made))
    EventLanguage.objects.bulk_create(_copies(languages, made))


def _copies[T: (EventText, EventLanguage)](rows: Iterable[T], made: Sequence[Event]) -> list[T]:
    copies = []
    for row in rows:
        columns = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key and field.name != "event"
        }
        copies += [type(row)(event=one, **columns) for one in made]
    return copies


def _ask_anew(event: Event, made: Sequence[Event], actor: AbstractBaseUser) -> None:
    """The lead of each date is the event's; all others are invited to each, and mailed once."""
    now = timezone.now()
    asked: list[EventHost] = []
    parts = (
        event.hosts.accepted().filter(organisation__left_at=None).select_related("organisation")
    )
    for part in parts:
        is_lead = part.role == Role.LEAD
        rows = [
            EventHost(
                event=one,
                organisation=part.organisation,
                role=part.role,
                state=State.ACCEPTED if is_lead else State.INVITED,
                may_edit=part.may_edit,
                asked_by_id=actor.pk,
                asked_at=now,
                decided_by_id=actor.pk if is_lead else None,
                decided_at=now if is_lead else None,
                position=part.position,
            )
            for one in made
        ]
        EventHost.objects.bulk_create(rows)
        if not is_lead:
            asked.append(rows[0])
    for host in asked:
        tell_other_side(host)
