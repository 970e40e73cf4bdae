"""Who may do what with volunteers, shifts, teams and tasks.

The campaign's organisation coordinates: its organisers see names, since volunteers agreed to
be called by them; editors write shifts and texts and see numbers only. A team's coordinators
are volunteers themselves and act by their own page (services/teams), not by these predicates.
"""

from typing import Any

import rules

from campaigns.models import Campaign, CampaignQuerySet
from partners.models import Membership
from partners.rules import has_role, open_to, organisations_of
from volunteers.models import Shift, Task, Team

Role = Membership.Role


def campaigns_open_to(user: Any, role: str = Role.VIEWER) -> CampaignQuerySet:
    """The campaigns whose lead this user belongs to with `role`; archived ones only to look at."""
    campaigns = Campaign.objects.filter(lead__in=open_to(user, role))
    return campaigns if role == Role.VIEWER else campaigns.exclude(state=Campaign.State.ARCHIVED)


def _lead_of(thing: Any) -> int | None:
    """The organisation that coordinates a campaign, shift, task or team."""
    if isinstance(thing, Campaign):
        return thing.lead_id
    if isinstance(thing, Team):
        return thing.organisation_id
    if isinstance(thing, Shift | Task):
        return thing.campaign.lead_id
    return None


def _coordinating(role: str, name: str) -> Any:
    def predicate(user: Any, thing: Any = None) -> bool:
        return has_role(user, None if thing is None else _lead_of(thing), role)

    return rules.predicate(predicate, name=name)


looks = _coordinating(Role.VIEWER, "looks_at_shifts")
writes = _coordinating(Role.EDITOR, "writes_shifts")
coordinates = _coordinating(Role.ORGANISER, "coordinates")


@rules.predicate
def really_coordinates(user: Any, thing: Any = None) -> bool:
    """As a member of the organisation that leads, and not by a right over the whole site:
    volunteers gave their names to the campaign."""
    own = organisations_of(user, Role.ORGANISER)
    return bool(own) if thing is None else _lead_of(thing) in own


@rules.predicate
def is_draft(user: Any, thing: Any = None) -> bool:
    """What was public once is cancelled or closed, not deleted: somebody may count on it."""
    return thing is None or thing.state == "draft"


rules.add_perm("volunteers", rules.always_deny)
rules.add_perm("volunteers.view_shift", looks)
rules.add_perm("volunteers.add_shift", writes)
rules.add_perm("volunteers.change_shift", writes)
rules.add_perm("volunteers.publish_shift", coordinates)
rules.add_perm("volunteers.delete_shift", coordinates & is_draft)
# Names, addresses and telephone of those who help; the board; the list of the day; hours.
rules.add_perm("volunteers.view_people", coordinates)
rules.add_perm("volunteers.check_in", coordinates)
rules.add_perm("volunteers.approve_hours", coordinates)
rules.add_perm("volunteers.write_to_people", coordinates)
rules.add_perm("volunteers.export_people", really_coordinates)
rules.add_perm("volunteers.view_figures", looks)
rules.add_perm("volunteers.view_team", looks)
rules.add_perm("volunteers.add_team", writes)
rules.add_perm("volunteers.change_team", coordinates)
rules.add_perm("volunteers.manage_team", coordinates)
rules.add_perm("volunteers.delete_team", coordinates & is_draft)
rules.add_perm("volunteers.view_task", looks)
rules.add_perm("volunteers.add_task", writes)
rules.add_perm("volunteers.change_task", writes)
rules.add_perm("volunteers.approve_task", coordinates)
rules.add_perm("volunteers.publish_task", coordinates)
rules.add_perm("volunteers.delete_task", coordinates & is_draft)
