"""Whom a person lets write to them: how they see and end it, and until when it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from petitions.consents import contact_purpose
from petitions.models import Contact
from petitions.models.contacts import contacts_kept
from petitions.services.confirming import SUBJECT
from petitions.services.contacts import end_over
from privacy import consents
from privacy.registry import Section
from privacy.retention import rule


@dataclass(frozen=True)
class Line:
    """One organisation as the person sees it. `consent_id` is what ends it, if it stands."""

    contact: Contact
    consent_id: int | None


def sections(person_key: str) -> list[Section]:
    """Each organisation once: by one press it is ended for every petition."""
    contacts = list(
        Contact.objects.of(person_key)
        .select_related("offer__organisation", "wording", "signature")
        .order_by("-pk")
    )
    if not contacts:
        return []
    given = {
        (consent.purpose, consent.subject_id): consent.pk
        for consent in consents.standing(person_key, subject_kind=SUBJECT)
    }
    lines: dict[int, Line] = {}
    for contact in contacts:
        named = contact_purpose(contact.offer_id), str(contact.signature_id)
        line = Line(contact, None if contact.ended_at else given.get(named))
        known = lines.get(contact.offer.organisation_id)
        if known is None or (known.consent_id is None and line.consent_id is not None):
            lines[contact.offer.organisation_id] = line
    context = {
        "standing": [one for one in lines.values() if one.consent_id is not None],
        "over": [one for one in lines.values() if one.consent_id is None],
    }
    return [Section("petitions/self_service_contacts.html", context)]


def export(person_key: str) -> list[dict[str, Any]]:
    mine = Contact.objects.of(person_key).order_by("pk")
    return [
        {
            "organisation": contact.offer.organisation.name,
            "words": contact.wording.proof,
            "version": contact.wording.version,
            "language": contact.wording.language,
            "given_at": contact.given_at.isoformat(),
            "ended_at": contact.ended_at and contact.ended_at.isoformat(),
            "why_it_ended": contact.ending,
        }
        for contact in mine.select_related("offer__organisation", "wording")
    ]


def register_rule() -> None:
    rule(
        model="petitions.Contact",
        name=_("Organisations that may write to you, because you ticked them"),
        fields=("person_key",),
        basis=_("Your explicit consent (Art. 9 (2) a GDPR)."),
        keeps=format_lazy(
            _("Until you end it, and at most {days} days after the petition is handed over."),
            days=contacts_kept().days,
        ),
        after=contacts_kept(),
        run=end_over,
    )
