"""What organisations hold about people: invitations, applications, and how to reach them.

All are looked up by hashing each address anew, like those of accounts: there are few, and a
stored key would join them to signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from partners.models import (
    APPLICATION_KEPT,
    INVITATION_LASTS,
    Invitation,
    OrganisationApplication,
    OrganisationContact,
)
from partners.services.applications import delete_old_applications
from partners.services.invitations import delete_old_invitations
from privacy import registry, retention
from privacy.person import person_keys


def register() -> None:
    registry.register(registry.PersonalData(name="partners", export=export, erase=erase))
    retention.rule(
        model="partners.Invitation",
        name=_("Invitations to work with an organisation"),
        fields=("email",),
        basis=_("Our legitimate interest in inviting you (Art. 6 (1) f GDPR)."),
        keeps=_("14 days."),
        after=INVITATION_LASTS,
        run=delete_old_invitations,
    )
    retention.rule(
        model="partners.OrganisationApplication",
        name=_("Applications of organisations"),
        fields=("contact_name", "phone", "why", "reason"),
        basis=_("What you asked us for: to be listed (Art. 6 (1) b GDPR)."),
        keeps=_("Until it is decided, and six months after that."),
        after=APPLICATION_KEPT,
        run=delete_old_applications,
    )
    retention.rule(
        model="partners.OrganisationContact",
        name=_("Contact of organisations"),
        fields=("name", "email", "phone", "address"),
        basis=_("Our legitimate interest in reaching an organisation (Art. 6 (1) f GDPR)."),
        keeps=_("As long as the organisation keeps it; its owners change and delete it."),
    )


def export(person_key: str) -> dict[str, Any]:
    return {
        "invitations": [
            {
                "organisation": invitation.organisation.name,
                "role": invitation.role,
                "email": invitation.email,
                "invited_at": invitation.created_at.isoformat(),
            }
            for invitation in _invitations_to(person_key)
        ],
        "applications": [
            {
                "organisation": application.name,
                "state": application.state,
                "contact_name": application.contact_name,
                "phone": application.phone,
                "why": application.why,
                "reason": application.reason,
                "handed_in_at": application.handed_in_at.isoformat(),
            }
            for application in _applications_of(person_key)
        ],
        "contacts": [
            {"organisation": contact.organisation.name}
            | {name: getattr(contact, name) for name in OrganisationContact.FIELDS}
            for contact in _contacts_at(person_key)
        ],
    }


def erase(person_key: str) -> None:
    for invitation in list(_invitations_to(person_key)):
        invitation.delete()
    for application in list(_applications_of(person_key)):
        application.delete()
    for contact in list(_contacts_at(person_key)):
        # The address is the organisation's, the rest is the person's.
        contact.name = contact.email = contact.phone = ""
        contact.save(update_fields=["name", "email", "phone"])


def _invitations_to(person_key: str) -> Iterator[Invitation]:
    for invitation in Invitation.objects.select_related("organisation"):
        if person_key in person_keys(invitation.email):
            yield invitation


def _applications_of(person_key: str) -> Iterator[OrganisationApplication]:
    for application in OrganisationApplication.objects.select_related("applicant"):
        if person_key in person_keys(application.applicant.email):
            yield application


def _contacts_at(person_key: str) -> Iterator[OrganisationContact]:
    for contact in OrganisationContact.objects.select_related("organisation"):
        if contact.email and person_key in person_keys(contact.email):
            yield contact
