"""What machines read of an organisation's page (schema.org, JSON-LD)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from partners.models import Organisation

# schema.org 29: nothing fits better than Organization for the others.
TYPES = {
    Organisation.Kind.MIGRANT: "NGO",
    Organisation.Kind.WELFARE: "NGO",
    Organisation.Kind.YOUTH: "NGO",
    Organisation.Kind.UNION: "WorkersUnion",
    Organisation.Kind.ADMINISTRATION: "GovernmentOrganization",
}


def organisation(
    organisation: Organisation, contact: Mapping[str, str], address: str
) -> dict[str, Any]:
    """The same as the page shows, and no more: `contact` holds what is public."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(Organisation.Kind(organisation.kind), "Organization"),
        "@id": address,
        "name": organisation.name,
        "url": address,
    }
    if organisation.short_name:
        found["alternateName"] = organisation.short_name
    if organisation.text:
        found["description"] = organisation.text.summary
    if organisation.left_at:
        return found
    if organisation.website:
        found["sameAs"] = organisation.website
    if organisation.logo:
        found["logo"] = urljoin(settings.SITE_URL, organisation.logo.fallback.url)
    if organisation.district:
        found["location"] = {"@type": "Place", "name": organisation.district}
    if languages := [one.language for one in organisation.languages.all()]:
        found["knowsLanguage"] = languages
    named = {"email": "email", "phone": "telephone", "address": "address"}
    return found | {named[name]: contact[name] for name in named if name in contact}
