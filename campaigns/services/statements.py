"""What an organisation says about a campaign: signed, and kept as it was signed."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Endorsement, StatementSigning
from campaigns.services.telling import tell
from languages import editing
from partners.models import Membership
from privacy import audit

State = Endorsement.State


def sign(endorsement: Endorsement, version: int, statement: str, *, actor: User) -> None:
    """Sign the German wording of a version in the organisation's name.

    Raises ValidationError unless the actor is its organiser or owner: who runs the site may
    help with much, and must not speak for others.
    """
    own = Membership.objects.filter(organisation=endorsement.organisation_id, user=actor)
    membership = own.first()
    if membership is None or not membership.includes(Membership.Role.ORGANISER):
        raise ValidationError(
            _("Only organisers and owners of the organisation sign in its name.")
        )
    if membership.organisation.left_at:
        raise ValidationError(_("An organisation that has left signs nothing new."))
    with transaction.atomic():
        StatementSigning.objects.create(
            endorsement=endorsement, version=version, signed_by=actor, role=membership.role
        )
        editing.write(
            endorsement,
            settings.LANGUAGE_CODE,
            {"statement": statement},
            seen=editing.NOTHING,
            version=version,
        )
        audit.record(
            "campaigns.endorsement_signed",
            actor,
            endorsement,
            role=membership.role,
            version=version,
        )


def propose_wording(endorsement: Endorsement, statement: str, *, actor: User) -> None:
    """Sign a newer wording. The page keeps the agreed one until the campaign takes it over.

    A proposal that waits already is replaced; what was signed stays on record. Raises
    ValidationError where nothing is agreed on (any more).
    """
    with transaction.atomic():
        row = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
        if row.state != State.ACCEPTED:
            raise ValidationError(_("There is no endorsement any more whose words could change."))
        newest = row.signings.aggregate(newest=Max("version"))["newest"] or 0
        version = max(newest, row.version) + 1
        sign(row, version, statement, actor=actor)
        Endorsement.objects.filter(pk=row.pk).update(proposed_version=version)
        tell(endorsement, "reworded", endorsement.campaign.lead_id)
    endorsement.refresh_from_db()


def take_over_wording(endorsement: Endorsement, version: int, *, actor: User) -> None:
    """Show the newer wording that the campaign has read. Raises ValidationError for another."""
    with transaction.atomic():
        read = Endorsement.objects.filter(
            pk=endorsement.pk, state=State.ACCEPTED, proposed_version=version
        )
        if not read.update(
            version=F("proposed_version"), proposed_version=None, signed_on=timezone.localdate()
        ):
            raise ValidationError(_("The wording has changed since. Read it once more."))
        audit.record("campaigns.endorsement_reworded", actor, endorsement, version=version)
        tell(endorsement, "taken_over", endorsement.organisation_id)
    endorsement.refresh_from_db()
