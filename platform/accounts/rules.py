"""Who does something for the whole site. Superusers may everything and are never asked here."""

from typing import Any

import rules


@rules.predicate
def is_administrator(user: Any, thing: Any = None) -> bool:
    """Runs the site: makes organisations, gives roles, and helps where an owner is missing."""
    return user.is_authenticated and user.runs_site


@rules.predicate
def is_moderator(user: Any, thing: Any = None) -> bool:
    """Looks through petitions before they open; administrators may as well."""
    return user.is_authenticated and user.moderates


rules.add_perm("accounts.run_site", is_administrator)
rules.add_perm("accounts.moderate", is_moderator)
