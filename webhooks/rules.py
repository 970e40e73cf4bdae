"""Who may see and change an organisation's webhooks: its owners, who decide what leaves it."""

import rules

from partners.rules import is_owner

rules.add_perm("webhooks.manage_endpoints", is_owner)
