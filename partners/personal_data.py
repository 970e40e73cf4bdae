"""What organisations hold about people: the addresses of invitations that are still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from partners.models import INVITATION_LASTS, Invitation
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
        ]
    }


def erase(person_key: str) -> None:
    for invitation in list(_invitations_to(person_key)):
        invitation.delete()


def _invitations_to(person_key: str) -> Iterator[Invitation]:
    """Each address is hashed anew, like those of accounts: there are few, for two weeks."""
    for invitation in Invitation.objects.select_related("organisation"):
        if person_key in person_keys(invitation.email):
            yield invitation
