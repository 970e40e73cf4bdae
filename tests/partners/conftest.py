"""An organisation, and somebody for each role that one can have in it or above it."""

import pytest
from django.test import Client

from accounts.models import User
from partners import services
from partners.models import Membership, Organisation
from tests.factories import OrganisationFactory

ROLES = tuple(Membership.Role.values)


@pytest.fixture
def organisation(db) -> Organisation:
    return OrganisationFactory(name="Verein", slug="verein")


def member(organisation: Organisation, role: str, name: str = "") -> User:
    """A new account with this role."""
    name = name or role
    user = User.objects.create_user(f"{name}@example.net", display_name=name.title())
    services.appoint(organisation, user, role)
    return user


def person(who: str, organisation: Organisation) -> User | None:
    """Somebody by what they are to the organisation, or to the site; None is a visitor."""
    if who == "visitor":
        return None
    if who in ROLES:
        return member(organisation, who)
    if who == "stranger":
        return member(OrganisationFactory(name="Anderer Verein"), Membership.Role.OWNER, who)
    if who == "superuser":
        return User.objects.create_superuser("superuser@example.net")
    return User.objects.create_user(f"{who}@example.net", site_role=who)


def browser_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def owner(organisation) -> User:
    return member(organisation, Membership.Role.OWNER)


@pytest.fixture
def as_owner(owner) -> Client:
    return browser_of(owner)
