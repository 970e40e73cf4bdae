"""An event's way: announced, postponed, held at another time, cancelled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, EventHost
from events.services.announcing import tell_of_cancelled_event
from events.services.drafting import change
from events.services.places import hold_places
from events.services.programme_marks import mark_new_state
from events.services.telling import tell_later
from privacy import audit

State = Event.State


def confirm(event: Event, *, actor: AbstractBaseUser | None = None) -> None:
    """Announce the event, or say that a postponed or cancelled one takes place after all.

    Raises ValidationError when there is no German text, no place, or its time is over.
    """
    if missing := what_is_missing(event):
        raise ValidationError(missing)
    published_at = event.published_at or timezone.now()
    origins = (State.DRAFT, State.POSTPONED, State.CANCELLED)
    _go(event, State.CONFIRMED, origins, actor, published_at=published_at, cancelled_at=None)


def postpone(event: Event, *, actor: AbstractBaseUser) -> None:
    """Say that it does not take place then, and that a new time will follow."""
    _go(event, State.POSTPONED, (State.CONFIRMED,), actor)


@transaction.atomic
def hold_at(
    event: Event, starts_at: datetime, ends_at: datetime, *, actor: AbstractBaseUser
) -> None:
    """Give the event another time; a postponed one takes place again."""
    change(event, {"starts_at": starts_at, "ends_at": ends_at}, actor=actor)
    if event.state == State.POSTPONED:
        confirm(event, actor=actor)


def cancel(event: Event, *, actor: AbstractBaseUser) -> None:
    """Say for good that it does not take place; its page stays, calendars hear of it."""
    origins = (State.CONFIRMED, State.POSTPONED)
    with transaction.atomic():
        _go(event, State.CANCELLED, origins, actor, cancelled_at=timezone.now())
        # Whoever confirms in this moment is told of, or finds it cancelled.
        hold_places(event)
        tell_of_cancelled_event(event)


@transaction.atomic
def delete_draft(event: Event, *, actor: AbstractBaseUser) -> None:
    """Raises ValidationError for what was announced once: that is cancelled instead."""
    # Held, so that nobody announces it between the look and the deleting.
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.state != State.DRAFT or held.published_at is not None:
        raise ValidationError(_("The event was announced. Cancel it instead of deleting it."))
    audit.record("events.deleted", actor, event)
    event.delete()


def what_is_missing(event: Event) -> list[str]:
    """What has to be done before the event can be announced, a sentence each."""
    missing = []
    if lead_has_left(event):
        missing.append(_("The leading organisation does not take part any more."))
    if not event.texts.filter(language=settings.LANGUAGE_CODE).exclude(summary="").exists():
        missing.append(_("Write the German title and sentence."))
    needs_place = event.attendance != Event.Attendance.ONLINE
    if needs_place and event.venue_id is None:
        missing.append(_("Say where it is."))
    elif needs_place and event.agreed_venue is None:
        missing.append(_("The venue has not agreed yet."))
    if event.attendance != Event.Attendance.ON_SITE and not event.online_url:
        missing.append(_("Give the address to join online."))
    if event.ends_at <= timezone.now():
        missing.append(_("Its time is over. Choose one that is still to come."))
    return missing


def lead_has_left(event: Event) -> bool:
    """Whether nobody stands for what would be new; asks nothing where hosts are prefetched."""
    return any(
        host.organisation.left_at is not None
        for host in event.hosts.all()
        if (host.role, host.state) == (EventHost.Role.LEAD, EventHost.State.ACCEPTED)
    )


def _go(
    event: Event,
    state: str,
    origins: Collection[str],
    actor: AbstractBaseUser | None,
    **also: object,
) -> None:
    with transaction.atomic():
        here = Event.objects.filter(pk=event.pk, state__in=origins)
        now = timezone.now()
        if not here.update(state=state, sequence=F("sequence") + 1, changed_at=now, **also):
            raise ValidationError(
                _("This event is %(state)s now, so that is not possible."),
                params={"state": event.get_state_display()},
            )
        audit.record(f"events.{state}", actor or audit.SYSTEM, event)
        before = event.state
        event.refresh_from_db()
        mark_new_state(before, event)
        tell_later(event)
