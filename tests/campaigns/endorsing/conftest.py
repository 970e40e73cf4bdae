"""A campaign, an organisation, and somebody on either side who may decide."""

import pytest

from accounts.models import User
from campaigns import services
from campaigns.models import Campaign, Endorsement
from partners.models import Organisation
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import somebody

STATEMENT = "Wer hier lebt, soll mitbestimmen."


@pytest.fixture
def campaign(db) -> Campaign:
    return CampaignFactory(slug="wahlrecht", languages=("de", "ar"))


@pytest.fixture
def union(db) -> Organisation:
    return OrganisationFactory(slug="bund", name="Bunter Bund")


@pytest.fixture
def leader(campaign) -> User:
    return somebody("organiser", campaign.lead)


@pytest.fixture
def signer(union) -> User:
    return somebody("owner", union)


@pytest.fixture
def invited(campaign, union, leader) -> Endorsement:
    return services.invite_partner(campaign, union, "Macht ihr mit?", actor=leader)


@pytest.fixture
def requested(campaign, union, signer) -> Endorsement:
    return services.ask_to_endorse(campaign, union, STATEMENT, "Wir sind dabei.", actor=signer)


@pytest.fixture
def accepted(requested, leader) -> Endorsement:
    services.accept_request(requested, actor=leader)
    return requested
