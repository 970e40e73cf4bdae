"""An organisation, and calls by program as somebody with a role there."""

import pytest

from tests.access.calling import caller
from tests.factories import OrganisationFactory
from tests.organising import somebody


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def by(organisation):
    """`by("editor")` calls as an editor there; without scopes, with those that helping needs."""

    def by(role, *scopes):
        scopes = scopes or ("shifts:write", "volunteers:read")
        return caller(somebody(role, organisation), *scopes)

    return by
