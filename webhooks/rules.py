"""Who may see and change an organisation's webhooks: its owners, who decide what leaves it."""

from typing import Any

import rules

from partners.models import Membership, Organisation
from partners.rules import is_owner, organisations_of


@rules.predicate
def is_really_owner(user: Any, organisation: Organisation) -> bool:
    """As a member, and not by a right over the whole site; asked as it is, not by has_perm.

    What a webhook is told may name people who agreed to this organisation alone
    (docs/adr/0016), so nobody else says where that goes, or holds its key.
    """
    return organisation.pk in organisations_of(user, Membership.Role.OWNER)


rules.add_perm("webhooks.manage_endpoints", is_owner)
