"""An organisation with a draft, and people in every role."""

from collections.abc import Callable

import pytest

from accounts.models import User
from partners.models import Membership
from petitions import services
from petitions.models import Petition
from tests.factories import CampaignFactory, InstrumentFactory, PetitionFactory

ROLES = ("viewer", "editor", "organiser", "owner")


@pytest.fixture
def draft(db) -> Petition:
    """A finished draft: it could be published as it is."""
    campaign = CampaignFactory()
    return PetitionFactory(
        slug="entwurf", state="draft", campaign=campaign, initiator=campaign.lead
    )


@pytest.fixture
def opened(draft) -> Petition:
    services.publish(draft)
    return draft


@pytest.fixture
def person(draft) -> Callable[..., User]:
    """Somebody with a role in the organisation, for the whole site, or with none."""

    def make(role: str = "", organisation=None) -> User:
        site_role = role if role in ("moderator", "administrator") else ""
        user = User.objects.create_user(f"{role or 'fremd'}@example.org", site_role=site_role)
        if role in ROLES:
            Membership.objects.create(
                organisation=organisation or draft.initiator, user=user, role=role
            )
        return user

    return make


@pytest.fixture
def enter(client, person) -> Callable[..., User]:
    """Log in as somebody with this role."""

    def as_role(role: str = "") -> User:
        user = person(role)
        client.force_login(user)
        return user

    return as_role


@pytest.fixture
def moderated(person) -> User:
    """This site looks petitions through; the administrator who said so."""
    user = person("administrator")
    services.ask_for_moderation(True, actor=user)
    return user


@pytest.fixture
def instrument(db):
    return InstrumentFactory()


def url(name: str = "", slug: str = "entwurf") -> str:
    return f"/de/organise/petitions/{slug}/{name}"
