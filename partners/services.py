"""Who acts for an organisation."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from accounts.models import User
from partners.models import Membership, Organisation
from partners.rules import organisations_of
from privacy import audit


@transaction.atomic
def appoint(
    organisation: Organisation,
    user: User,
    role: str,
    *,
    actor: AbstractBaseUser | str = audit.SYSTEM,
) -> Membership:
    """Give a user this role, instead of the one they had; organisers may enter the admin."""
    membership, created = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    if created or membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
        audit.record("partners.appointed", actor, organisation, user=user.pk, role=str(role))
    open_or_shut_administration(user)
    return membership


@transaction.atomic
def dismiss(membership: Membership, *, actor: AbstractBaseUser | str = audit.SYSTEM) -> None:
    """Take the role away."""
    user, organisation = membership.user, membership.organisation
    membership.delete()
    audit.record("partners.dismissed", actor, organisation, user=user.pk)
    open_or_shut_administration(user)


def open_or_shut_administration(user: User) -> None:
    """Let organisers into the administration, and those who are none any more no longer.

    Whoever has rights there of another kind stays.
    """
    has_rights = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    may_enter = has_rights or bool(organisations_of(user))
    User.objects.filter(pk=user.pk).exclude(is_staff=may_enter).update(is_staff=may_enter)
    user.is_staff = may_enter
