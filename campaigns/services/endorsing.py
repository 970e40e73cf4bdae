"""An endorsement's way: asked by one side, agreed on by the other, ended by either.

Each step is a conditional UPDATE: of two who decide at once one is heard, and the other is
told how it stands. The audit trail keeps who did it, and in which role.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns import standing
from campaigns.models import Campaign, Endorsement, Side
from campaigns.services import statements
from campaigns.services.telling import tell
from partners.models import Membership, Organisation
from privacy import audit
from web.limits import check

State = Endorsement.State

# Who must have asked so that a side can say yes or no.
ASKED = {Side.ORGANISATION: State.INVITED, Side.CAMPAIGN: State.REQUESTED}


def invite_partner(
    campaign: Campaign, organisation: Organisation, message: str = "", *, actor: User
) -> Endorsement:
    """Ask an organisation to stand behind the campaign.

    Raises ValidationError where that can't be asked (now), LimitExceeded past
    settings.LIMITS["endorse:organisation"].
    """
    check("endorse:organisation", str(campaign.lead_id))
    return _ask(
        Endorsement(campaign=campaign, organisation=organisation, message=message),
        Side.CAMPAIGN,
        actor,
    )


def ask_to_endorse(
    campaign: Campaign,
    organisation: Organisation,
    statement: str,
    message: str = "",
    *,
    actor: User,
) -> Endorsement:
    """Ask the campaign to show the organisation behind it, with its signed statement.

    Raises what `invite_partner` raises, and ValidationError for an actor who must not sign.
    """
    check("endorse:organisation", str(organisation.pk))
    return _ask(
        Endorsement(
            campaign=campaign,
            organisation=organisation,
            message=message,
            state=State.REQUESTED,
            signed_on=timezone.localdate(),
        ),
        Side.ORGANISATION,
        actor,
        lambda made: statements.sign(made, 1, statement, actor=actor),
    )


def accept_invitation(endorsement: Endorsement, statement: str, *, actor: User) -> None:
    """Say yes for the organisation, with its signed statement: both are shown from now on.

    Raises ValidationError where it was decided meanwhile, or the campaign does not run.
    """
    today = timezone.localdate()
    with transaction.atomic():
        _need_running(endorsement.campaign_id)
        _go(
            endorsement, State.ACCEPTED, State.INVITED, Side.ORGANISATION, actor,
            decided_on=today, signed_on=today,
        )  # fmt: skip
        statements.sign(endorsement, endorsement.version, statement, actor=actor)


def accept_request(endorsement: Endorsement, *, actor: User) -> None:
    """Say yes for the campaign to what the organisation has signed.

    Raises ValidationError where it was decided meanwhile, the organisation has left, or the
    campaign does not run.
    """
    with transaction.atomic():
        _need_running(endorsement.campaign_id)
        _go(
            endorsement, State.ACCEPTED, State.REQUESTED, Side.CAMPAIGN, actor,
            decided_on=timezone.localdate(),
        )  # fmt: skip
        if not Organisation.objects.active().filter(pk=endorsement.organisation_id).exists():
            raise ValidationError(_("An organisation that has left signs nothing new."))


def decline(endorsement: Endorsement, side: str, reason: str = "", *, actor: User) -> None:
    """Say no for a side. The reason is for the other one only."""
    _go(
        endorsement, State.DECLINED, ASKED[Side(side)], side, actor,
        decided_on=timezone.localdate(), reason=reason,
    )  # fmt: skip


def retract(endorsement: Endorsement, side: str, reason: str = "", *, actor: User) -> None:
    """Take back what this side has asked, while nobody has answered."""
    asked = State.INVITED if side == Side.CAMPAIGN else State.REQUESTED
    _go(endorsement, State.RETRACTED, asked, side, actor, reason=reason, ended_at=timezone.now())


def withdraw(endorsement: Endorsement, reason: str = "", *, actor: User) -> None:
    """Stand behind it no longer: logo and statement go from the page."""
    _end(endorsement, State.WITHDRAWN, Side.ORGANISATION, reason, actor)


def end(endorsement: Endorsement, reason: str = "", *, actor: User) -> None:
    """End it for the campaign."""
    _end(endorsement, State.ENDED, Side.CAMPAIGN, reason, actor)


def _ask(
    endorsement: Endorsement,
    side: str,
    actor: User,
    then: Callable[[Endorsement], object] = lambda made: None,
) -> Endorsement:
    """Store what was asked; the database says whether it is the only one."""
    _refuse_asking(endorsement.campaign, endorsement.organisation)
    try:
        with transaction.atomic():
            endorsement.save(force_insert=True)
            then(endorsement)
            _note(endorsement, endorsement.state, side, actor)
    except IntegrityError:
        live = Endorsement.objects.live().filter(
            campaign=endorsement.campaign, organisation=endorsement.organisation
        )
        if (present := live.first()) is None:
            raise
        raise _there_already(present) from None
    return endorsement


def _refuse_asking(campaign: Campaign, organisation: Organisation) -> None:
    if campaign.state != Campaign.State.PUBLISHED:
        raise _does_not_run()
    if campaign.lead_id == organisation.pk:
        raise ValidationError(_("This organisation leads the campaign."))
    if not organisation.is_public or organisation.left_at:
        raise ValidationError(_("Only an organisation with a public page can endorse."))


def _need_running(campaign_id: int) -> None:
    """Hold the campaign: who archives it now waits until the yes is written, or is seen here."""
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    if campaign.state != Campaign.State.PUBLISHED:
        raise _does_not_run()


def _does_not_run() -> ValidationError:
    return ValidationError(_("Only a campaign that runs can be endorsed."))


def _there_already(present: Endorsement) -> ValidationError:
    return ValidationError(
        {
            State.INVITED: _("This organisation is invited already, and has not answered yet."),
            State.REQUESTED: _("This organisation has asked already. The campaign has to answer."),
            State.ACCEPTED: _("This organisation stands behind the campaign already."),
        }[State(present.state)]
    )


def _end(endorsement: Endorsement, state: str, side: str, reason: str, actor: User) -> None:
    _go(
        endorsement, state, State.ACCEPTED, side, actor,
        reason=reason, ended_at=timezone.now(), proposed_version=None,
    )  # fmt: skip


def _go(
    endorsement: Endorsement, state: str, origin: str, side: str, actor: User, **also: Any
) -> None:
    with transaction.atomic():
        here = Endorsement.objects.filter(pk=endorsement.pk, state=origin)
        if not here.update(state=state, **also):
            endorsement.refresh_from_db()
            raise ValidationError(
                _("Somebody was quicker: this is “%(state)s” now."),
                params={"state": endorsement.get_state_display()},
            )
        endorsement.refresh_from_db(fields=["state", *also])
        _note(endorsement, state, side, actor)
        if state != State.DECLINED:
            standing.changed(endorsement.campaign_id, endorsement.organisation_id)


def _note(endorsement: Endorsement, deed: str, side: str, actor: User) -> None:
    """On record for both sides, and by mail to the other one."""
    campaign, organisation = endorsement.campaign, endorsement.organisation_id
    own, other = (
        (campaign.lead_id, organisation)
        if side == Side.CAMPAIGN
        else (organisation, campaign.lead_id)
    )
    audit.record(f"campaigns.endorsement_{deed}", actor, endorsement, role=role_of(actor, own))
    tell(endorsement, deed, other)


def role_of(user: User, organisation_id: int) -> str:
    """Who runs the site may act without one: ""."""
    own = Membership.objects.filter(organisation=organisation_id, user=user)
    return own.values_list("role", flat=True).first() or ""
