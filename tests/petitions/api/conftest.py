"""A draft of an organisation, and what its people send by program."""

from collections.abc import Callable

import pytest

from petitions.models import Petition
from tests.access.bearer import bearer
from tests.factories import CampaignFactory, PetitionFactory
from tests.organising import somebody


@pytest.fixture
def draft(db) -> Petition:
    """A finished draft: it could be published as it is."""
    campaign = CampaignFactory(slug="kampagne")
    return PetitionFactory(
        slug="entwurf", state="draft", campaign=campaign, initiator=campaign.lead
    )


@pytest.fixture
def call(client, draft) -> Callable:
    """Call a path below the draft as somebody with this role; `as_role` may name a user."""
    users = {}

    def call(method: str, path: str = "", body=None, *, as_role="organiser", scopes=None, **more):
        if isinstance(as_role, str):
            as_role = users.setdefault(as_role, somebody(as_role, draft.initiator))
        scopes = scopes or ("petitions:write", "petitions:read")
        if not path.startswith("/"):
            path = f"/api/v1/organise/petitions/entwurf/{path}"
        headers = bearer(as_role, *scopes) | more
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if method == "get" else {"content_type": "application/json"}
        return getattr(client, method)(path, body, headers=headers, **kind)

    return call


def refused(answer, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    return answer.json()
