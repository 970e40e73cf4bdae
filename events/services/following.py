"""What happens to a whole series from one date on: another time or place, the end, an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.models import Event, EventHost, EventQuerySet
from events.services import lifecycle
from events.services.drafting import change
from events.services.hosting import answer_quietly, invite_venue_quietly, tell_other_side
from events.services.rhythm import end_after, moment_there
from privacy import audit

State = Event.State


def following(event: Event) -> EventQuerySet:
    """This date and those of its series after it that are not over or cancelled."""
    if event.series_id is None:
        return Event.objects.filter(pk=event.pk)
    later = Event.objects.filter(series=event.series_id, starts_at__gte=event.starts_at)
    return later.coming().exclude(state=State.CANCELLED).order_by("starts_at", "pk")


@transaction.atomic
def hold_following_at(
    event: Event, starts_at: datetime, ends_at: datetime, *, actor: AbstractBaseUser
) -> int:
    """Move this date there and the later ones by as much, by the clock there; return how many.

    Raises ValidationError where one would fall on another date of the series.
    """
    zone = event.zone
    before = event.starts_there.replace(tzinfo=None, fold=0)
    by = starts_at.astimezone(zone).replace(tzinfo=None, fold=0) - before
    # As long as this one will last, by the clock.
    model = Event(starts_at=starts_at, ends_at=ends_at, time_zone=event.time_zone)
    dates = list(_held(following(event)))
    # From the far end, so that none is pushed onto the next.
    if by.total_seconds() > 0:
        dates.reverse()
    try:
        with transaction.atomic():
            for one in dates:
                local = one.starts_there.replace(tzinfo=None, fold=0) + by
                begins = moment_there(local, zone).starts_at
                lifecycle.hold_at(one, begins, end_after(model, begins), actor=actor)
    except IntegrityError as error:
        raise ValidationError(
            _("One of the dates would fall on another one of the series.")
        ) from error
    audit.record("events.series_changed", actor, event, fields=["starts_at"], dates=len(dates))
    event.refresh_from_db()
    return len(dates)


@transaction.atomic
def place_following(event: Event, changes: Mapping[str, Any], *, actor: AbstractBaseUser) -> int:
    """Give this date and the later ones another place; whoever keeps it gets one mail.

    `changes` as for `drafting.change`. Returns how many there are.
    """
    dates, asked = list(_held(following(event))), []
    for one in dates:
        change(one, changes, actor=actor)
        asked.append(invite_venue_quietly(one, actor=actor))
    if first := next(filter(None, asked), None):
        tell_other_side(first)
    audit.record("events.series_changed", actor, event, fields=sorted(changes), dates=len(dates))
    event.refresh_from_db()
    return len(dates)


@transaction.atomic
def announce_following(event: Event, *, actor: AbstractBaseUser) -> tuple[int, int]:
    """Announce the drafts that lack nothing; return how many those are, and how many wait."""
    drafts = list(_held(following(event).filter(state=State.DRAFT)))
    ready = [one for one in drafts if not lifecycle.what_is_missing(one)]
    for one in ready:
        lifecycle.confirm(one, actor=actor)
    return len(ready), len(drafts) - len(ready)


@transaction.atomic
def end_series(event: Event, *, actor: AbstractBaseUser) -> int:
    """Cancel this date and the later ones, and delete their drafts; return how many."""
    dates = list(_held(following(event)))
    for one in dates:
        if one.state != State.DRAFT:
            lifecycle.cancel(one, actor=actor)
        elif one.published_at is None:
            lifecycle.delete_draft(one, actor=actor)
    audit.record("events.series_ended", actor, event, dates=len(dates))
    return len(dates)


@transaction.atomic
def answer_for_series(host: EventHost, state: str, *, actor: AbstractBaseUser) -> int:
    """Say yes or no to every date of the series this organisation is invited to in this role.

    `state` is accepted or declined. The lead gets one mail. Returns how many dates there are.
    """
    asked = EventHost.objects.filter(
        organisation=host.organisation_id,
        role=host.role,
        state=EventHost.State.INVITED,
        event__in=following_in_series(host.event),
    )
    parts = list(asked.select_related("event", "organisation").order_by("event__starts_at"))
    if not parts:
        raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
    answered = [part for part in parts if answer_quietly(part, state, actor=actor)]
    if answered:
        tell_other_side(answered[0])
    return len(answered)


def following_in_series(event: Event) -> EventQuerySet:
    """Every date of its series that is not over."""
    return Event.objects.filter(series=event.series_id).exclude(series=None).coming()


def _held(events: EventQuerySet) -> EventQuerySet:
    """Locked in one order, so that two who change a series don't wait for each other."""
    return events.select_for_update(no_key=True, of=("self",))
