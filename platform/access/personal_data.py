"""What programs may do for a person: handed out to them, and gone with their account."""

from typing import Any

from access import services
from access.models import AccessToken
from accounts import services as accounts
from privacy import registry


def register() -> None:
    registry.register(registry.PersonalData(name="access", export=export, erase=erase))


def export(person_key: str) -> dict[str, Any]:
    users = list(accounts.accounts_of(person_key))
    return {
        "access_tokens": [
            _exported(token)
            for user in users
            for token in AccessToken.objects.filter(user=user).order_by("created_at", "pk")
        ],
        "applications": [
            {"name": each.client.name, "scopes": sorted(each.scopes)}
            for user in users
            for each in services.applications_of(user)
        ],
    }


def erase(person_key: str) -> None:
    """Nothing of its own: tokens go with the account, and stay with one that stays."""


def _exported(token: AccessToken) -> dict[str, Any]:
    """Without its digest, which says nothing to anybody."""
    return {
        "name": token.name,
        "begins_with": token.beginning,
        "scopes": token.scopes,
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "last_used_at": token.last_used_at and token.last_used_at.isoformat(),
        "revoked_at": token.revoked_at and token.revoked_at.isoformat(),
    }
