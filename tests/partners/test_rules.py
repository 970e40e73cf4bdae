"""Each rule, asked by everyone: in one's own organisation, in another, in any."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from partners import rules
from partners.models import Organisation
from tests.factories import OrganisationFactory
from tests.partners.conftest import person

pytestmark = pytest.mark.django_db
EVERYONE = (
    "visitor", "stranger", "moderator", "viewer", "editor", "organiser", "owner", "administrator",
    "superuser",
)  # fmt: skip
ABOVE = {"administrator", "superuser"}
ALLOWED = {
    "partners.view_organisation": {"viewer", "editor", "organiser", "owner"} | ABOVE,
    "partners.change_organisation": {"organiser", "owner"} | ABOVE,
    "partners.manage_members": {"owner"} | ABOVE,
    "partners.read_trail": {"owner"} | ABOVE,
    "partners.add_organisation": ABOVE,
}
PREDICATES = {
    "is_viewer": {"viewer", "editor", "organiser", "owner"} | ABOVE,
    "is_editor": {"editor", "organiser", "owner"} | ABOVE,
    "is_organiser": {"organiser", "owner"} | ABOVE,
    "is_owner": {"owner"} | ABOVE,
}


def somebody(who: str, organisation: Organisation):
    return person(who, organisation) or AnonymousUser()


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("permission", ALLOWED)
def test_in_an_organisation(organisation, permission, who):
    user = somebody(who, organisation)
    assert user.has_perm(permission, organisation) is (who in ALLOWED[permission])


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("name", PREDICATES)
def test_each_role(organisation, name, who):
    user = somebody(who, organisation)
    predicate = getattr(rules, name)
    assert predicate(user, organisation) is (who in PREDICATES[name])
    assert predicate(user, OrganisationFactory()) is (who in ABOVE)


@pytest.mark.parametrize("who", EVERYONE)
def test_asked_without_an_organisation_it_is_about_any(organisation, who):
    user = somebody(who, organisation)
    assert rules.is_owner(user) is (who in {"stranger", "owner"} | ABOVE)


@pytest.mark.parametrize("who", ["owner", "administrator", "superuser"])
def test_a_closed_account_may_nothing(organisation, who):
    user = person(who, organisation)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user = User.objects.get(pk=user.pk)
    assert not rules.is_viewer(user, organisation)
    assert not user.has_perm("partners.view_organisation", organisation)


def test_what_is_open_to_whom(organisation):
    other = OrganisationFactory()
    viewer, owner = person("viewer", organisation), person("owner", organisation)
    assert list(rules.open_to(viewer)) == [organisation]
    assert not rules.open_to(viewer, rules.Role.EDITOR).exists()
    assert list(rules.open_to(owner, rules.Role.OWNER)) == [organisation]
    assert set(rules.open_to(person("administrator", organisation))) == {organisation, other}
    assert not rules.open_to(AnonymousUser()).exists()
