"""Who may do what with petitions: by role in the organisation that asks.

Organisers see counts, never people. Owners of the organisation that asks, who answer for what
is kept, look at suspicious signatures (as moderators of the site do) and help somebody who
calls with their address. The list for the handover is theirs alone, and not of those who run
the site; whether there is one says settings.HANDOVER_LISTS.
"""

from typing import Any

import rules

from accounts.rules import is_administrator, is_moderator
from partners.models import Membership
from partners.rules import has_role, is_really_organiser, organisations_of
from petitions.models import Addressee, Moderation, Petition, PetitionStep

Role = Membership.Role


def _of_initiator(role: str, name: str) -> Any:
    """Of the organisation that asks by this petition; of any, when asked without one."""

    def predicate(user: Any, petition: Petition | None = None) -> bool:
        return has_role(user, None if petition is None else petition.initiator_id, role)

    return rules.predicate(predicate, name=name)


looks_on = _of_initiator(Role.VIEWER, "looks_on")
writes = _of_initiator(Role.EDITOR, "writes")
asks = _of_initiator(Role.ORGANISER, "asks")


@rules.predicate
def answers_for(user: Any, petition: Petition | None = None) -> bool:
    """Owner of the organisation that asks by this petition; of any, when asked without one."""
    return has_role(user, None if petition is None else petition.initiator_id, Role.OWNER)


@rules.predicate
def hands_over(user: Any, petition: Petition | None = None) -> bool:
    """As before, and really a member: nobody's names leave by a right over the whole site."""
    own = organisations_of(user, Role.OWNER)
    return bool(own) if petition is None else petition.initiator_id in own


# Who reaches people that agreed to be written to by an organisation: its own organisers, asked
# as it is and not by has_perm. Neither those who run the site nor superusers, neither the
# campaign nor another partner: people named one organisation, and nobody else.
reaches_contacts = is_really_organiser


@rules.predicate
def asks_by_petition_of(user: Any, step: PetitionStep | None = None) -> bool:
    return asks(user, None if step is None else step.petition)


@rules.predicate
def is_draft(user: Any, petition: Petition | None = None) -> bool:
    """What people may have signed is closed, not deleted."""
    return petition is None or petition.state == Petition.State.DRAFT


@rules.predicate
def was_submitted(user: Any, petition: Petition | None = None) -> bool:
    """A draft that nobody has submitted is its organisation's own business."""
    return petition is None or not is_draft(user, petition) or bool(petition.submitted_at)


@rules.predicate
def belongs_somewhere(user: Any, thing: Any = None) -> bool:
    """Who works here in any way reads the lists that all share."""
    return has_role(user, None, Role.VIEWER) or is_moderator(user)


@rules.predicate
def writes_somewhere(user: Any, thing: Any = None) -> bool:
    return has_role(user, None, Role.EDITOR)


def may_word(user: Any, addressee: Addressee | None, role: str) -> bool:
    """With this role in each organisation that asks it: its name stands on all their petitions."""
    if is_administrator(user):
        return True
    own = organisations_of(user, role)
    if addressee is None or not own:
        return bool(own)
    named = Petition.objects.filter(addressee=addressee)
    return not named.exclude(initiator__in=own).exists()


@rules.predicate
def words_addressee(user: Any, addressee: Addressee | None = None) -> bool:
    return may_word(user, addressee, Role.ORGANISER)


def is_moderation_asked() -> bool:
    """Whether this site has petitions looked through before they open."""
    return Moderation.objects.filter(is_asked=True).exists()


def needs_review(actor: Any) -> bool:
    """Whether what this person publishes is looked through first; not by themselves."""
    if actor is not None and is_moderator(actor):
        return False
    return is_moderation_asked()


rules.add_perm("petitions.view_petition", looks_on | (is_moderator & was_submitted))
rules.add_perm("petitions.add_petition", writes)
rules.add_perm("petitions.change_petition", writes)
rules.add_perm("petitions.publish_petition", asks)
rules.add_perm("petitions.delete_petition", asks & is_draft)
rules.add_perm("petitions.moderate_petition", is_moderator)
rules.add_perm("petitions.view_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.add_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.change_petitionstep", asks_by_petition_of)
rules.add_perm("petitions.delete_petitionstep", asks_by_petition_of)

# The list of addressees is everybody's; legal forms and their figures are the site's.
rules.add_perm("petitions.view_addressee", belongs_somewhere)
rules.add_perm("petitions.add_addressee", writes_somewhere)
rules.add_perm("petitions.change_addressee", words_addressee)
rules.add_perm("petitions.view_instrument", belongs_somewhere)
rules.add_perm("petitions.change_instrument", is_administrator)

rules.add_perm("petitions.export_figures", asks)
rules.add_perm("petitions.export_signatures", hands_over)
rules.add_perm("petitions.find_signature", answers_for)
rules.add_perm("petitions.resend_confirmation", answers_for)
rules.add_perm("petitions.review_signatures", answers_for | is_moderator)
