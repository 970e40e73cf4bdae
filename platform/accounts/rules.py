"""Who does something for the whole site. Superusers may everything and are never asked here."""

from typing import Any

import rules

from accounts.models import User

SiteRole = User.SiteRole


@rules.predicate
def is_administrator(user: Any, thing: Any = None) -> bool:
    """Runs the site: makes organisations, gives roles, and helps where an owner is missing."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.site_role == SiteRole.ADMINISTRATOR


@rules.predicate
def is_moderator(user: Any, thing: Any = None) -> bool:
    """Looks through petitions before they open; administrators may as well."""
    if is_administrator(user):
        return True
    return user.is_authenticated and user.is_active and user.site_role == SiteRole.MODERATOR


rules.add_perm("accounts.run_site", is_administrator)
rules.add_perm("accounts.moderate", is_moderator)
