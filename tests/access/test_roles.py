"""Every call as everybody: a scope opens what the role allows, and nothing else."""

import json
from datetime import timedelta
from functools import cache

import pytest
from django.test import Client

from access import services
from access.scopes import SCOPES
from tests.access.bearer import bearer
from tests.access.world import calls, make_world
from tests.factories import OrganisationFactory
from tests.organising import somebody

pytestmark = pytest.mark.django_db

# Their own tests look at them (tests/petitions/api).
MADE_BY_A_JOB = ("organiseGetPetitionExport", "organiseFetchPetitionExport")


@pytest.fixture
def world(settings):
    settings.LIMITS = settings.LIMITS | {"api:token": "9999/minute", "api:network": "9999/minute"}
    return make_world()


def send(call, headers):
    body = {} if call.reads else {"data": json.dumps(call.example or {})}
    return getattr(Client(), call.method)(
        call.address, **body, content_type="application/json", headers=headers
    )


def code(answer) -> str:
    kind = answer.get("Content-Type", "")
    return answer.json()["code"] if kind == "application/problem+json" else ""


def test_public_reads_are_for_everybody_and_need_no_token(world):
    _organisation, places = world
    tried = [call for call in calls(places) if call.reads and not call.scope]
    assert len(tried) > 5
    for call in tried:
        answer = send(call, {})
        assert answer.status_code == 200, (call.name, answer.content[:300])
        assert "public" in answer["Cache-Control"], call.name
        # A token changes nothing, not even one that opens nothing.
        assert send(call, {"authorization": "Bearer no"}).content == answer.content, call.name


def test_nobody_organises_without_a_token_or_with_one_that_is_over(world, user):
    _organisation, places = world
    token, clear = services.issue(
        user, name="Old", scopes=list(SCOPES), valid_for=timedelta(days=1)
    )
    services.revoke(token, actor=user)
    for call in calls(places):
        if call.scope:
            assert code(send(call, {})) == "not_authenticated", call.name
            over = send(call, {"authorization": f"Bearer {clear}"})
            assert code(over) == "token_invalid", call.name


def test_an_owner_with_the_wrong_scope_gets_nothing(world):
    organisation, places = world
    owner = somebody("owner", organisation)
    # One token for all calls that need the same.
    wrong = cache(lambda *scopes: bearer(owner, *scopes))
    for call in calls(places):
        if call.scope:
            area, _colon, deed = call.scope.partition(":")
            others = [scope for scope in SCOPES if scope.partition(":")[0] != area]
            assert code(send(call, wrong(*others))) == "scope_missing", call.name
            if deed == "write" and f"{area}:read" in SCOPES:
                assert code(send(call, wrong(f"{area}:read"))) == "scope_missing", call.name


@pytest.mark.parametrize("who", ["stranger", "other owner"])
def test_whoever_does_not_belong_gets_nothing_with_every_scope(world, who):
    _organisation, places = world
    role, own = ("owner", OrganisationFactory()) if who == "other owner" else (who, None)
    header = bearer(somebody(role, own), *SCOPES)
    for call in calls(places):
        if call.scope and call.is_about_one:
            answer = send(call, header)
            assert answer.status_code in (403, 404), (call.name, answer.status_code)


def test_a_viewer_writes_nothing(world):
    organisation, places = world
    header = bearer(somebody("viewer", organisation), *SCOPES)
    for call in calls(places):
        if call.scope and not call.reads:
            answer = send(call, header)
            assert answer.status_code in (403, 404, 422), (call.name, answer.status_code)


def test_an_owner_reads_everything_of_theirs(world):
    organisation, places = world
    header = bearer(somebody("owner", organisation), *SCOPES)
    for call in calls(places):
        if call.scope and call.reads and call.name not in MADE_BY_A_JOB:
            answer = send(call, header)
            assert answer.status_code == 200, (call.name, answer.content[:300])
            assert answer["Cache-Control"] == "private, no-store", call.name
