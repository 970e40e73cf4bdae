"""Inviting somebody by mail to act for an organisation."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, normalise_email
from jobs.services import enqueue
from partners.models import INVITATION_LASTS, Invitation, Membership, Organisation
from partners.services.memberships import appoint
from privacy import audit
from privacy.sealed import seal
from privacy.secrets import digest
from web.limits import check


@transaction.atomic
def invite(
    organisation: Organisation, email: str, role: str, language: str, *, actor: User
) -> Invitation:
    """Mail an invitation; an open one to the same address is taken back by it.

    Raises ValidationError where the address acts for the organisation already, and
    LimitExceeded past settings.LIMITS["invite:organisation"].
    """
    email = normalise_email(email)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Membership.objects.filter(organisation=organisation, user__email=email).exists():
        raise ValidationError(_("This person belongs to the organisation already."))
    check("invite:organisation", str(organisation.pk))
    for earlier in organisation.invitations.open():
        if earlier.email == email:
            revoke_invitation(earlier, actor=actor)
    secret = token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        digest=digest(secret),
        email=email,
        role=role,
        language=language,
        invited_by=actor,
    )
    audit.record("partners.invited", actor, organisation, role=str(role))
    enqueue(
        "partners.send_invitation",
        {"invitation": invitation.pk, "sealed": seal(secret)},
        queue="mail",
    )
    return invitation


def look_up_invitation(secret: str) -> Invitation | None:
    """The invitation that a mailed link names, open or not; None where there is none."""
    named = Invitation.objects.filter(digest=digest(secret))
    return named.select_related("organisation", "invited_by").first()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Take the offer. Of many who try at once with one link, exactly one gets in.

    Somebody with a higher role keeps it. Raises ValidationError where the invitation is
    not open any more.
    """
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not taken:
        raise ValidationError(_("This invitation is not open any more. Ask for a new one."))
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    present = Membership.objects.filter(organisation=organisation, user=user).first()
    audit.record("partners.joined", user, organisation, role=invitation.role)
    if present is not None and present.includes(invitation.role):
        return present
    return appoint(organisation, user, invitation.role, actor=user)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: AbstractBaseUser) -> None:
    """Take an open invitation back: its link opens nothing any more."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        audit.record("partners.invitation_revoked", actor, invitation.organisation)


def delete_old_invitations() -> int:
    """Delete what is over: nobody's address stays in a list of offers."""
    return Invitation.objects.filter(created_at__lt=timezone.now() - INVITATION_LASTS).delete()[0]
