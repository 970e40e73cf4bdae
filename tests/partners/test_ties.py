"""An owner's account: it is deleted once somebody else owns what it owned."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import personal_data
from accounts.models import User
from accounts.services import close
from partners import services
from partners.models import Membership
from privacy import retention
from privacy.person import person_key
from tests.factories import OrganisationFactory
from tests.partners.conftest import member
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
Role = Membership.Role
ONLY_OWNER = "Nur Sie können die Mitglieder von Verein verwalten"
CLOSE = "/de/accounts/close/"


def test_not_the_last_owner(organisation, owner):
    member(organisation, Role.ORGANISER)
    shut = member(organisation, Role.OWNER, "zu")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    with pytest.raises(ValidationError, match=ONLY_OWNER):
        close(owner, actor=owner)
    assert owner.memberships.exists()


def test_everybody_else_goes(organisation, owner):
    second = member(organisation, Role.OWNER, "zweite")
    for user in (member(organisation, Role.EDITOR), second):
        close(user, actor=user)
    assert User.objects.get() == owner


def test_the_page_names_each_organisation_and_leads_there(as_owner, owner, organisation):
    services.appoint(OrganisationFactory(name="Zweiter", slug="zweiter"), owner, Role.OWNER)
    proved = as_owner.session
    proved["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp()}
    ]
    proved["account_authentication_methods_user"] = str(owner.pk)
    proved.save()
    for answer in (as_owner.get(CLOSE), as_owner.post(CLOSE)):
        for slug in ("verein", "zweiter"):
            assert f'href="/de/organise/organisations/{slug}/"' in answer.text
    assert answer.status_code == 422
    assert User.objects.get() == owner


def test_nor_by_night(organisation, owner):
    User.objects.update(joined_at=timezone.now() - timedelta(days=2000))
    retention.carry_out()
    assert User.objects.get() == owner
    User.objects.update(is_active=False)
    retention.carry_out()
    assert not User.objects.exists(), "whoever is shut out owns nothing"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_go_at_once_one_stays(organisation, owner):
    going = [owner, member(organisation, Role.OWNER, "zweite")]
    found = at_once(2, lambda: close(one := going.pop(), actor=one))
    assert sorted(map(str, found)) == sorted(map(str, [ValidationError, None]))
    assert organisation.memberships.get().role == Role.OWNER


@pytest.mark.django_db(transaction=True)
def test_of_one_who_goes_and_one_who_leaves_at_once_one_stays(organisation, owner):
    second = member(organisation, Role.OWNER, "zweite")
    deeds = [
        lambda: close(owner, actor=owner),
        lambda: services.leave(second.memberships.get(), actor=second),
    ]
    found = at_once(2, lambda: deeds.pop()())
    assert found.count(ValidationError) == 1
    assert organisation.memberships.get().role == Role.OWNER


@pytest.mark.parametrize(
    ("role", "stays"), [("owner", True), ("organiser", True), ("editor", False)]
)
def test_a_mailed_link_does_not_close_whom_others_count_on(organisation, owner, role, stays):
    user = member(organisation, role, "ayse")
    personal_data.erase(person_key(user.email))
    assert User.objects.filter(pk=user.pk).exists() is stays
