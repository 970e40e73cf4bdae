"""An owner's account: it stays until the organisation has another owner."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import Bond, Tie, register_bond
from partners.models import Membership, Organisation
from partners.rules import organisations_of
from partners.services.memberships import is_last_owner


def register() -> None:
    register_bond("partners", Bond(ties_of, hold, guards))


def ties_of(user: User) -> list[Tie]:
    sentence = _(
        "You are the only owner of %(organisation)s. Invite somebody as an owner first, or give "
        "a member that role."
    )
    return [
        Tie(
            sentence % {"organisation": membership.organisation},
            reverse("partners_organise:detail", args=[membership.organisation.slug]),
        )
        for membership in _owned_by(user).order_by("organisation__name")
        if is_last_owner(membership)
    ]


def hold(user: User) -> None:
    """The organisations this user owns, as those who leave one or lose a role do."""
    owned = _owned_by(user).values("organisation")
    list(Organisation.objects.select_for_update().filter(pk__in=owned).order_by("pk"))


def guards(user: User) -> bool:
    """Whoever publishes for an organisation, or decides who belongs."""
    return bool(organisations_of(user, Membership.Role.ORGANISER))


def _owned_by(user: User) -> QuerySet[Membership]:
    """Whose account is shut already is missed by nobody, nor is anybody where all have left."""
    owners = Membership.objects.filter(role=Membership.Role.OWNER, user__is_active=True)
    return owners.filter(user=user, organisation__left_at=None)
