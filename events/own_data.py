"""What a person sees, takes along and erases of their registrations."""

from __future__ import annotations

from typing import Any

from events.models import Registration
from events.services.links import ticket_code
from events.services.registering import SUBJECT, forget_needs
from privacy.models import Consent
from privacy.registry import Section

State = Registration.State


def sections(person_key: str, language: str) -> list[Section]:
    mine = (
        Registration.objects.of(person_key)
        .select_related("event", "needs")
        .prefetch_related("event__texts")
        .order_by("-event__starts_at")
    )
    rows = [
        {
            "registration": one,
            "event": one.event,
            "needs": getattr(one, "needs", None),
            "is_open": one.is_standing and not one.event.is_over,
            "ticket": ticket_code(one) if one.state == State.CONFIRMED else "",
        }
        for one in mine
    ]
    return [Section("events/self_service.html", {"rows": rows})] if rows else []


def export(person_key: str) -> dict[str, Any]:
    mine = Registration.objects.of(person_key).select_related("event", "needs")
    return {
        "registrations": [
            {
                "event": one.event.slug,
                "state": one.state,
                "name": one.name,
                "email": one.email,
                "people": one.party_size,
                "access_needs": one.needs.text if hasattr(one, "needs") else "",
                "language": one.language,
                "came_through": one.source,
                "registered_at": one.registered_at.isoformat(),
                "confirmed_at": one.confirmed_at and one.confirmed_at.isoformat(),
                "offered_until": one.offered_until and one.offered_until.isoformat(),
                "ended_at": one.ended_at and one.ended_at.isoformat(),
                "came": one.came,
                "checked_in_at": one.checked_in_at and one.checked_in_at.isoformat(),
            }
            for one in mine
        ]
    }


def address_of(person_key: str) -> str | None:
    """The newest confirmed address; one that was only typed in serves where there is no other."""
    mine = Registration.objects.of(person_key).order_by("-registered_at")
    for one in (*mine.exclude(confirmed_at=None), *mine.filter(confirmed_at=None)):
        if one.email:
            return one.email
    return None


def consent_withdrawn(consent: Consent) -> None:
    """Without the consent to it, what somebody needs is forgotten at once."""
    if consent.subject_kind != SUBJECT:
        return
    mine = Registration.objects.of(consent.person_key).filter(pk=consent.subject_id).first()
    if mine is not None:
        forget_needs(mine)
