"""Who may act for an organisation. Superusers may everything and are never asked here.

A role includes those before it. Who runs the site has every role in every organisation:
somebody must be able to help where an owner is missing.
"""

from typing import Any

import rules

from accounts.rules import is_administrator
from partners.models import Membership, Organisation, OrganisationQuerySet

Role = Membership.Role
ORGANISER = Role.ORGANISER


def organisations_of(user: Any, role: str = ORGANISER) -> frozenset[int]:
    """The keys of the organisations for which this user has `role` or one above it."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(
        membership.organisation_id
        for membership in user.memberships.all()
        if membership.includes(role)
    )


def has_role(user: Any, organisation_id: int | None, role: str) -> bool:
    """In this organisation; in any, when asked without one."""
    if is_administrator(user):
        return True
    own = organisations_of(user, role)
    return bool(own) if organisation_id is None else organisation_id in own


def open_to(user: Any, role: str = Role.VIEWER) -> OrganisationQuerySet:
    """The organisations in which this user has `role`."""
    organisations = Organisation.objects.all()
    if is_administrator(user):
        return organisations
    return organisations.filter(pk__in=organisations_of(user, role))


def _member(role: str, name: str) -> Any:
    def predicate(user: Any, organisation: Organisation | None = None) -> bool:
        return has_role(user, None if organisation is None else organisation.pk, role)

    return rules.predicate(predicate, name=name)


is_viewer = _member(Role.VIEWER, "is_viewer")
is_editor = _member(Role.EDITOR, "is_editor")
is_organiser = _member(Role.ORGANISER, "is_organiser")
is_owner = _member(Role.OWNER, "is_owner")


@rules.predicate
def is_really_organiser(user: Any, organisation: Organisation | None = None) -> bool:
    """As a member, and not by a right over the whole site; asked as it is, not by has_perm."""
    own = organisations_of(user, Role.ORGANISER)
    return bool(own) if organisation is None else organisation.pk in own


rules.add_perm("partners.view_organisation", is_viewer)
rules.add_perm("partners.add_organisation", is_administrator)
rules.add_perm("partners.change_organisation", is_organiser)
rules.add_perm("partners.write_organisation_text", is_editor)
rules.add_perm("partners.embed", is_organiser)
rules.add_perm("partners.manage_members", is_owner)
rules.add_perm("partners.close_page", is_owner)
rules.add_perm("partners.read_trail", is_owner)
