"""Who acts for an organisation. It never loses its last owner by mistake."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Membership, Organisation
from privacy import audit

OWNER = Membership.Role.OWNER


@transaction.atomic
def appoint(
    organisation: Organisation,
    user: User,
    role: str,
    *,
    actor: AbstractBaseUser | str = audit.SYSTEM,
) -> Membership:
    """Give a user this role, instead of the one they had."""
    membership, created = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    if created or membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
        audit.record("partners.appointed", actor, organisation, user=user.pk, role=str(role))
    return membership


@transaction.atomic
def dismiss(membership: Membership, *, actor: AbstractBaseUser | str = audit.SYSTEM) -> None:
    """Take the role away, whatever it is; people in the workspace `leave`."""
    user, organisation = membership.user, membership.organisation
    membership.delete()
    audit.record("partners.dismissed", actor, organisation, user=user.pk)


@transaction.atomic
def change_role(membership: Membership, role: str, *, actor: AbstractBaseUser) -> None:
    """Give a member another role. Raises ValidationError where nobody would be owner then."""
    held = _hold(membership)
    if role not in Membership.Role.values:
        raise ValidationError(_("Choose one of the roles."))
    if role != OWNER:
        _keep_an_owner(held)
    appoint(held.organisation, held.user, role, actor=actor)
    membership.role = role


@transaction.atomic
def leave(membership: Membership, *, actor: AbstractBaseUser) -> None:
    """End a membership, one's own or another's.

    Raises ValidationError for the last owner: an organisation without one could never again
    say who belongs to it.
    """
    held = _hold(membership)
    _keep_an_owner(held)
    dismiss(held, actor=actor)


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else would own the organisation, were this owner gone."""
    others = Membership.objects.filter(organisation=membership.organisation_id, role=OWNER)
    return not others.exclude(pk=membership.pk).filter(user__is_active=True).exists()


def _hold(membership: Membership) -> Membership:
    """The membership as it is now, while its organisation is held: owners leave one by one."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    held = Membership.objects.filter(pk=membership.pk).select_related("user").first()
    if held is None:
        raise ValidationError(_("This person does not belong to the organisation any more."))
    return held


def _keep_an_owner(membership: Membership) -> None:
    if membership.role == OWNER and is_last_owner(membership):
        raise ValidationError(_("There must be an owner. Give somebody else that role first."))
