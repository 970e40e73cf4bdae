"""Roles change, people leave, and an organisation keeps somebody who decides."""

import pytest
from django.core.exceptions import ValidationError

from partners import services
from partners.models import Membership
from privacy.models import AuditEntry
from tests.partners.conftest import member
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
Role = Membership.Role
REFUSED = "Jemand muss die Mitglieder verwalten können"


def test_another_role_is_given_and_told(organisation, owner):
    editor = member(organisation, Role.EDITOR)
    membership = editor.memberships.get()
    services.change_role(membership, Role.OWNER, actor=owner)
    assert membership.role == editor.memberships.get().role == Role.OWNER
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.actor) == ("partners.appointed", f"user:{owner.pk}")
    assert entry.detail == {"user": editor.pk, "role": "owner"}


def test_only_roles_that_there_are(organisation, owner):
    with pytest.raises(ValidationError, match="Wählen Sie eine der Rollen"):
        services.change_role(member(organisation, "viewer").memberships.get(), "king", actor=owner)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.EDITOR, Role.VIEWER])
def test_the_last_owner_takes_no_lower_role(organisation, owner, role):
    member(organisation, Role.ORGANISER)
    with pytest.raises(ValidationError, match=REFUSED):
        services.change_role(owner.memberships.get(), role, actor=owner)
    assert owner.memberships.get().role == Role.OWNER


def test_the_last_owner_does_not_leave(organisation, owner):
    member(organisation, Role.ORGANISER)
    with pytest.raises(ValidationError, match=REFUSED):
        services.leave(owner.memberships.get(), actor=owner)
    assert owner.memberships.exists()


def test_an_owner_whose_account_is_closed_does_not_count(organisation, owner):
    second = member(organisation, Role.OWNER, "zweite")
    second.is_active = False
    second.save()
    with pytest.raises(ValidationError, match=REFUSED):
        services.leave(owner.memberships.get(), actor=owner)
    services.leave(second.memberships.get(), actor=owner)


def test_with_a_second_owner_the_first_may_go(organisation, owner):
    member(organisation, Role.OWNER, "zweite")
    services.leave(owner.memberships.get(), actor=owner)
    assert not owner.memberships.exists()
    assert AuditEntry.objects.latest("pk").verb == "partners.dismissed"


def test_nobody_leaves_twice(organisation, owner):
    membership = member(organisation, Role.EDITOR).memberships.get()
    services.leave(membership, actor=owner)
    gone = Membership(pk=membership.pk or 0, organisation=organisation)
    with pytest.raises(ValidationError, match="gehört nicht mehr zur Organisation"):
        services.leave(gone, actor=owner)
    with pytest.raises(ValidationError, match="gehört nicht mehr zur Organisation"):
        services.change_role(gone, Role.OWNER, actor=owner)


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays(organisation, owner):
    member(organisation, Role.OWNER, "zweite")
    going = list(Membership.objects.all())
    found = at_once(2, lambda: services.leave(one := going.pop(), actor=one.user))
    assert sorted(map(str, found)) == sorted(map(str, [ValidationError, None]))
    assert organisation.memberships.filter(role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_demote_each_other_at_once_one_stays(organisation, owner):
    second = member(organisation, Role.OWNER, "zweite")
    deeds = [
        lambda: services.change_role(owner.memberships.get(), Role.VIEWER, actor=second),
        lambda: services.leave(second.memberships.get(), actor=owner),
    ]
    found = at_once(2, lambda: deeds.pop()())
    assert found.count(ValidationError) == 1
    assert organisation.memberships.filter(role=Role.OWNER).count() == 1
