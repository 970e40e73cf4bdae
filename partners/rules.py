"""Who may act for an organisation. Superusers may everything and are never asked here."""

from typing import Any

import rules

from partners.models import Membership, Organisation

ORGANISER = Membership.Role.ORGANISER


def organisations_of(user: Any, role: str = ORGANISER) -> frozenset[int]:
    """The keys of the organisations for which this user has `role` or one above it."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(
        membership.organisation_id
        for membership in user.memberships.all()
        if membership.includes(role)
    )


@rules.predicate
def is_organiser(user: Any, organisation: Organisation | None = None) -> bool:
    """Of this organisation; of any, when asked without one."""
    own = organisations_of(user)
    return bool(own) if organisation is None else organisation.pk in own


# The name of an app alone stands for its place in the administration.
rules.add_perm("partners", is_organiser)
rules.add_perm("partners.view_organisation", is_organiser)
rules.add_perm("partners.change_organisation", is_organiser)
