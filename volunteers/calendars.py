"""Shifts as iCalendar (RFC 5545), laid out as the calendars of events are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event as Appointment

from events.calendars import CONTENT_TYPE, calendar_with, host_name
from volunteers.models import Shift
from web.plain import render_plain
from web.text import clean_line, clean_text

__all__ = ["CONTENT_TYPE", "calendar_of"]

STATUS = {Shift.State.OPEN: "CONFIRMED", Shift.State.CANCELLED: "CANCELLED"}


def calendar_of(
    shifts: Iterable[Shift],
    name: str,
    *,
    path: str = "",
    is_secret: bool = False,
    mark: Callable[[Shift], str] = lambda shift: "",
) -> bytes:
    """These shifts as one calendar called `name`, in the active language, German where it lacks.

    `shifts` come `with_needs()`; drafts among them are left out. `path`, `is_secret` and `mark`
    are as for the calendars of events.
    """
    shown = [shift for shift in shifts if shift.state in STATUS]
    appointments = [_appointment(shift, mark(shift)) for shift in shown]
    times = [shift.starts_there for shift in shown]
    return calendar_with(appointments, times, name, path=path, is_secret=is_secret)


def _appointment(shift: Shift, mark: str) -> Appointment:
    text = shift.text
    language = {"LANGUAGE": text.language} if text else {}
    changed_at = shift.changed_at.astimezone(UTC)
    url = urljoin(settings.SITE_URL, shift.get_absolute_url())
    one = Appointment()
    one.add("UID", f"shift-{shift.pk}@{host_name()}")
    # When this state of it was made, not when it was fetched: the same shift is the same file.
    one.add("DTSTAMP", changed_at)
    one.add("LAST-MODIFIED", changed_at)
    one.add("CREATED", shift.created_at)
    one.add("SEQUENCE", shift.sequence)
    one.add("STATUS", _status(shift, mark))
    one.add("DTSTART", shift.starts_there.replace(microsecond=0))
    one.add("DTEND", shift.ends_there.replace(microsecond=0))
    one.add("SUMMARY", _summary(shift, mark), parameters=language)
    one.add("DESCRIPTION", "\n\n".join([*_said(shift), url]), parameters=language)
    if where := _where(shift):
        one.add("LOCATION", where)
    one.add("URL", url)
    return one


def _status(shift: Shift, mark: str) -> str:
    """Of a place that is not sure the calendar makes no firm appointment."""
    status = STATUS[Shift.State(shift.state)]
    return "TENTATIVE" if mark and status == "CONFIRMED" else status


def _summary(shift: Shift, mark: str) -> str:
    """The title, with its state before it: Outlook shows no STATUS of a subscribed calendar."""
    title = clean_line(str(shift))
    if shift.state == Shift.State.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    return f"{mark}: {title}" if mark else title


def _said(shift: Shift) -> list[str]:
    text, said = shift.text, []
    if text and text.meeting_point:
        said.append(_("Where we meet: %(place)s") % {"place": clean_line(text.meeting_point)})
    if text and text.description:
        said.append(render_plain(clean_text(text.description), base=settings.SITE_URL))
    asked = " ".join(part for part in (shift.contact_name, shift.contact_phone) if part)
    if asked:
        said.append(_("Who to ask: %(contact)s") % {"contact": clean_line(asked)})
    return said


def _where(shift: Shift) -> str:
    if venue := shift.agreed_venue:
        return ", ".join(clean_line(part) for part in (venue.name, venue.address) if part)
    return clean_line(shift.place)
