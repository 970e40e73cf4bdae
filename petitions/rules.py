"""Who may do what with petitions: the organisers of the organisation that asks.

Nobody is given a right over signatures here: organisers see counts, never people.
"""

from typing import Any

import rules

from partners.rules import is_organiser, organisations_of
from petitions.models import Petition, PetitionStep


@rules.predicate
def asks(user: Any, petition: Petition | None = None) -> bool:
    """Of the organisation that asks by this petition; of any, when asked without one."""
    own = organisations_of(user)
    return bool(own) if petition is None else petition.initiator_id in own


@rules.predicate
def asks_by_petition_of(user: Any, step: PetitionStep | None = None) -> bool:
    return asks(user, None if step is None else step.petition)


@rules.predicate
def is_draft(user: Any, petition: Petition | None = None) -> bool:
    """What people may have signed is closed, not deleted."""
    return petition is None or petition.state == Petition.State.DRAFT


rules.add_perm("petitions", is_organiser)
rules.add_perm("petitions.view_petition", asks)
rules.add_perm("petitions.add_petition", asks)
rules.add_perm("petitions.change_petition", asks)
rules.add_perm("petitions.delete_petition", asks & is_draft)
rules.add_perm("petitions.view_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.add_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.change_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.delete_petitionstep", asks_by_petition_of)
