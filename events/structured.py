"""What machines read of an event's page (schema.org Event, JSON-LD)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from events.calendars import open_online_url
from events.models import FEATURES, Event, Presence, Venue
from web.plain import render_plain
from web.text import clean_line, clean_text

SCHEMA = "https://schema.org"
STATUS = {
    Event.State.CONFIRMED: "EventScheduled",
    Event.State.POSTPONED: "EventPostponed",
    Event.State.CANCELLED: "EventCancelled",
}
MODE = {
    Event.Attendance.ON_SITE: "OfflineEventAttendanceMode",
    Event.Attendance.ONLINE: "OnlineEventAttendanceMode",
    Event.Attendance.MIXED: "MixedEventAttendanceMode",
}


def event(event: Event) -> dict[str, Any]:
    """The same as its page shows, and no more: places left are nobody's to collect."""
    address = _absolute(event.get_absolute_url())
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": clean_line(event.text.title) if event.text else event.slug,
        "startDate": event.starts_there.isoformat(timespec="minutes"),
        "endDate": event.ends_there.isoformat(timespec="minutes"),
        "eventStatus": f"{SCHEMA}/{STATUS[Event.State(event.state)]}",
        "eventAttendanceMode": f"{SCHEMA}/{MODE[Event.Attendance(event.attendance)]}",
        "isAccessibleForFree": event.is_free,
    }
    if description := _description(event):
        found["description"] = description
    if event.picture:
        found["image"] = urljoin(settings.SITE_URL, event.picture.fallback.url)
    if languages := [one.language for one in event.languages.all()]:
        found["inLanguage"] = languages
    if locations := _locations(event, address):
        found["location"] = locations if len(locations) > 1 else locations[0]
    if hosts := [host.organisation for host in event.shown_hosts if host.role in _HOLDING]:
        found["organizer"] = [
            {
                "@type": "Organization",
                "name": organisation.name,
                "url": _absolute(organisation.get_absolute_url()),
            }
            for organisation in hosts
        ]
    return found


_HOLDING = ("lead", "co_host")


def _description(event: Event) -> str:
    text = event.text
    if not text:
        return ""
    said = (clean_line(text.summary), render_plain(clean_text(text.description)))
    return "\n\n".join(part for part in said if part)


def _locations(event: Event, address: str) -> list[dict[str, Any]]:
    """Where it is, as far as that may be told; of what is online the page, if one registers."""
    locations: list[dict[str, Any]] = []
    if venue := event.agreed_venue:
        locations.append(_place(event, venue))
    if event.attendance != Event.Attendance.ON_SITE:
        url = open_online_url(event) or address
        locations.append({"@type": "VirtualLocation", "url": url})
    return locations


def _place(event: Event, venue: Venue) -> dict[str, Any]:
    parts = {
        "streetAddress": venue.street,
        "postalCode": venue.postcode,
        "addressLocality": venue.city,
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            **{name: part for name, part in parts.items() if part},
            "addressCountry": "DE",
        },
    }
    # What is not known is left out: false would say that it isn't there.
    known = {name: event.offers(name) for name in FEATURES}
    if features := [
        {
            "@type": "LocationFeatureSpecification",
            "name": str(FEATURES[name]),
            "value": answer == Presence.YES,
        }
        for name, answer in known.items()
        if answer != Presence.UNKNOWN
    ]:
        place["amenityFeature"] = features
    return place


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
