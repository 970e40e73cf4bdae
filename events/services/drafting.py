"""Making an event: its first words, when and where, who speaks, what one has to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import (
    Event,
    EventHost,
    EventLanguage,
    EventNotice,
    EventSpeaker,
    Venue,
)
from events.services.programme_marks import mark_change
from events.services.telling import tell_later
from languages import editing
from partners.models import Organisation
from pictures import services as pictures
from pictures.models import Picture
from privacy import audit
from web.slugs import insert_with_slug

GERMAN = settings.LANGUAGE_CODE
# What everybody who has the event in a calendar must hear of.
TOLD_TO_CALENDARS = frozenset(
    {"starts_at", "ends_at", "time_zone", "venue", "attendance", "online_url"}
)


@transaction.atomic
def create_event(
    lead: Organisation,
    title: str,
    summary: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    actor: User,
    **more: Any,
) -> Event:
    """Make a draft that `lead` leads. Raises ValidationError where it ends before it starts."""
    _need_order(starts_at, ends_at)
    event = Event(starts_at=starts_at, ends_at=ends_at, **more)
    insert_with_slug(event, title)
    words = {"title": title, "summary": summary, "description": "", "cost": "", "access_note": ""}
    editing.write(event, GERMAN, words, seen=editing.NOTHING)
    now = timezone.now()
    EventHost.objects.create(
        event=event,
        organisation=lead,
        role=EventHost.Role.LEAD,
        state=EventHost.State.ACCEPTED,
        may_edit=True,
        position=0,
        asked_by=actor,
        asked_at=now,
        decided_by=actor,
        decided_at=now,
    )
    audit.record("events.created", actor, event)
    return event


@transaction.atomic
def write_text(
    event: Event,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the event's words in one language. Raises what `editing.write` raises."""
    editing.write(event, language, words, seen=seen, **more)
    _touch(event)
    audit.record("events.written", actor, event, language=language)


@transaction.atomic
def change(event: Event, changes: Mapping[str, Any], *, actor: AbstractBaseUser) -> list[str]:
    """Change columns of the event (time, place, entry, accessibility); return which differ.
    How many can come is `registering.change_capacity`'s.

    Calendars hear of a new time or place: `sequence` goes up by one for each change, however
    many save at once. Raises ValidationError where it would end before it starts.
    """
    held = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    changed = {name: new for name, new in changes.items() if getattr(held, name) != new}
    if not changed:
        return []
    _need_order(changed.get("starts_at", held.starts_at), changed.get("ends_at", held.ends_at))
    is_heard = not TOLD_TO_CALENDARS.isdisjoint(changed)
    Event.objects.filter(pk=event.pk).update(
        **changed, changed_at=timezone.now(), sequence=F("sequence") + int(is_heard)
    )
    audit.record("events.changed", actor, event, fields=sorted(changed))
    event.refresh_from_db()
    mark_change(held, event)
    if is_heard:
        tell_later(event)
    return sorted(changed)


@transaction.atomic
def set_languages(
    event: Event,
    spoken: Iterable[str],
    interpreted: Iterable[str],
    *,
    actor: AbstractBaseUser,
) -> None:
    """Say which languages are spoken, and into which it is interpreted; spoken ones win."""
    wanted = dict.fromkeys(interpreted, True) | dict.fromkeys(spoken, False)
    event.languages.all().delete()
    EventLanguage.objects.bulk_create(
        EventLanguage(event=event, language=code, is_interpreted=is_interpreted)
        for code, is_interpreted in wanted.items()
    )
    _touch(event)
    audit.record("events.languages_set", actor, event)


@transaction.atomic
def announce_speakers(
    event: Event, speakers: Sequence[tuple[str, str]], *, actor: AbstractBaseUser
) -> None:
    """Say who speaks, in this order: (name, who that is)."""
    event.speakers.all().delete()
    EventSpeaker.objects.bulk_create(
        EventSpeaker(event=event, name=name, about=about, position=place)
        for place, (name, about) in enumerate(speakers)
    )
    _touch(event)
    audit.record("events.speakers_set", actor, event)


@transaction.atomic
def give_notice(event: Event, title: str, *, actor: AbstractBaseUser) -> EventNotice:
    """Put a dated German sentence on the event's page; it is translated like other texts."""
    notice = EventNotice.objects.create(event=event)
    editing.write(notice, GERMAN, {"title": title}, seen=editing.NOTHING)
    _touch(event)
    audit.record("events.notice_given", actor, event, notice=notice.pk)
    return notice


@transaction.atomic
def show_picture(event: Event, picture: Picture | None, *, actor: AbstractBaseUser) -> None:
    """Give the event this picture, or none; one that nothing shows any more goes."""
    before = event.picture
    Event.objects.filter(pk=event.pk).update(picture=picture)
    event.picture = picture
    audit.record("events.pictured", actor, event)
    if before is not None and before != picture:
        pictures.drop(before)


@transaction.atomic
def create_venue(name: str, *, actor: AbstractBaseUser, **columns: Any) -> Venue:
    """Add a place for all to choose; `added_by` corrects it where nobody keeps it."""
    venue = Venue(name=name, **columns)
    insert_with_slug(venue, name)
    audit.record("events.venue_created", actor, venue)
    return venue


@transaction.atomic
def change_venue(venue: Venue, changes: Mapping[str, Any], *, actor: AbstractBaseUser) -> None:
    """Correct what is known of a place."""
    for name, value in changes.items():
        setattr(venue, name, value)
    venue.save(update_fields=list(changes))
    audit.record("events.venue_changed", actor, venue)


@transaction.atomic
def write_venue_text(
    venue: Venue,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the way and the access note in one language. Raises what `editing.write` raises."""
    editing.write(venue, language, words, seen=seen, **more)
    audit.record("events.venue_written", actor, venue, language=language)


def _touch(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(changed_at=timezone.now())


def _need_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValidationError(
            {"ends_at": _("The event would end before it starts. Check both times.")}
        )
