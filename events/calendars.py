"""Events as iCalendar (RFC 5545, 7986): what Google, Apple and Outlook make appointments of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, vCalAddress
from icalendar import Event as Appointment

from events.models import Event, EventQuerySet
from events.time_zones import vtimezone
from web.plain import render_plain
from web.text import clean_line, clean_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How long calendars that ask now and then can still hear of it.
CANCELLED_KEPT = timedelta(days=60)
PAST_KEPT = timedelta(days=90)
# How often a calendar should ask again.
ASK_AGAIN = timedelta(hours=4)
# More than a city announces in a year; a calendar that takes more has no use on a phone.
MOST_EVENTS = 500
STATUS = {
    Event.State.CONFIRMED: "CONFIRMED",
    Event.State.POSTPONED: "TENTATIVE",
    Event.State.CANCELLED: "CANCELLED",
}


def in_calendars(events: EventQuerySet) -> EventQuerySet:
    """Those a calendar shows: to come, not long over, or cancelled a while ago."""
    now = timezone.now()
    recent = Q(ends_at__gte=now - PAST_KEPT) & ~Q(state=Event.State.CANCELLED)
    called_off = Q(state=Event.State.CANCELLED, cancelled_at__gte=now - CANCELLED_KEPT)
    # Cut at the far end, should there be more than a calendar takes.
    return (
        events.filter(recent | called_off).with_faces().order_by("starts_at", "pk")[:MOST_EVENTS]
    )


def calendar_of(
    events: Iterable[Event],
    name: str,
    *,
    path: str = "",
    is_secret: bool = False,
    mark: Callable[[Event], str] = lambda event: "",
) -> bytes:
    """These events as one calendar called `name`, in the active language, German where it lacks.

    `events` come with_faces(); drafts among them are left out. `path` is where the calendar
    can be had again; empty for a file that is taken once. `mark` says something to put before
    the title, such as that the person waits for a place.
    """
    shown = [event for event in events if event.state in STATUS]
    appointments = [_appointment(event, mark(event)) for event in shown]
    times = [event.starts_there for event in shown]
    return calendar_with(appointments, times, name, path=path, is_secret=is_secret)


def calendar_with(
    appointments: Iterable[Appointment],
    times: Collection[datetime],
    name: str,
    *,
    path: str = "",
    is_secret: bool = False,
) -> bytes:
    """A calendar around appointments; for apps above, which have others than events.

    `times` are when they begin, each in its zone (an IANA name). The rest is as `calendar_of`.
    """
    calendar = Calendar()
    calendar.add("PRODID", f"-//{host_name()}//Mitstimme//{(get_language() or 'de').upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    if path:
        calendar.add("NAME", clean_line(name))
        calendar.add("X-WR-CALNAME", clean_line(name))
        calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
        # Who passes such a file on must not pass on the address with it.
        if not is_secret:
            calendar.add("SOURCE", _absolute(path), parameters={"VALUE": "URI"})
        calendar.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", "PT4H")
    # The city's always: a calendar without any component is none (RFC 5545, 3.6).
    first_year = min([time.year for time in times], default=timezone.now().year)
    for key in sorted({settings.TIME_ZONE, *(str(time.tzinfo) for time in times)}):
        calendar.add_component(vtimezone(key, first_year))
    for one in appointments:
        calendar.add_component(one)
    return calendar.to_ical()


def _appointment(event: Event, mark: str) -> Appointment:
    text = event.text
    language = {"LANGUAGE": text.language} if text else {}
    changed_at = event.changed_at.astimezone(UTC)
    one = Appointment()
    one.add("UID", f"{event.uid}@{host_name()}")
    # When this state of it was made, not when it was fetched: the same event is the same file.
    one.add("DTSTAMP", changed_at)
    one.add("LAST-MODIFIED", changed_at)
    one.add("CREATED", event.created_at)
    one.add("SEQUENCE", event.sequence)
    one.add("STATUS", _status(event, mark))
    one.add("DTSTART", _local(event, event.starts_at))
    one.add("DTEND", _local(event, event.ends_at))
    one.add("SUMMARY", _summary(event, mark), parameters=language)
    if description := _description(event):
        one.add("DESCRIPTION", description, parameters=language)
    if location := _location(event):
        one.add("LOCATION", location)
    one.add("URL", _absolute(event.get_absolute_url()))
    one.add("CATEGORIES", [clean_line(event.get_audience_display())])
    if event.contact_email:
        one.add("ORGANIZER", _organizer(event))
    return one


def _local(event: Event, moment: datetime) -> datetime:
    return moment.astimezone(event.zone).replace(microsecond=0)


def _status(event: Event, mark: str) -> str:
    """Of a place that is not sure the calendar makes no firm appointment."""
    status = STATUS[Event.State(event.state)]
    return "TENTATIVE" if mark and status == "CONFIRMED" else status


def _summary(event: Event, mark: str) -> str:
    """The title, with its state before it: Outlook shows no STATUS of a subscribed calendar."""
    title = clean_line(event.text.title) if event.text else event.slug
    if event.state == Event.State.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if event.state == Event.State.POSTPONED:
        return _("Postponed: %(title)s") % {"title": title}
    return f"{mark}: {title}" if mark else title


def _description(event: Event) -> str:
    text = event.text
    said = [clean_line(text.summary)] if text and text.summary else []
    if text and text.description:
        said.append(render_plain(clean_text(text.description), base=settings.SITE_URL))
    if url := open_online_url(event):
        said.append(_("Join online: %(url)s") % {"url": url})
    said.append(_absolute(event.get_absolute_url()))
    return "\n\n".join(said)


def _location(event: Event) -> str:
    if venue := event.agreed_venue:
        return ", ".join(clean_line(part) for part in (venue.name, venue.address) if part)
    if event.attendance == Event.Attendance.ONLINE:
        return open_online_url(event) or _("Online")
    return ""


def open_online_url(event: Event) -> str:
    """The address to join online, where it is for everybody and not for who registered."""
    is_open = event.entry == Event.Entry.OPEN
    is_online = event.attendance != Event.Attendance.ON_SITE
    return event.online_url if is_open and is_online else ""


def _organizer(event: Event) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{event.contact_email}")
    leads = [host.organisation.name for host in event.shown_hosts if host.role == "lead"]
    if name := event.contact_name or next(iter(leads), ""):
        # A double quote has no place in a parameter (RFC 5545, 3.2).
        organizer.params["CN"] = clean_line(name.replace('"', "'"))
    return organizer


def host_name() -> str:
    """What stands after the @ of a UID."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
