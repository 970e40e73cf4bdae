"""Who can be asked, and how: the lists whose slugs a petition's details name."""

import pytest

from tests.factories import AddresseeFactory, InstrumentFactory
from tests.organising import queries_of, somebody
from tests.petitions.api.conftest import refused

pytestmark = pytest.mark.django_db
BASE = "/api/v1/organise/"


@pytest.mark.parametrize("name", ["addressees", "instruments"])
class TestLists:
    def test_for_whoever_works_here(self, call, name):
        found = call("get", f"{BASE}{name}/", as_role="viewer").json()["results"]
        assert {"landtag", "appell"} & {one["slug"] for one in found}
        refused(call("get", f"{BASE}{name}/", as_role="stranger"), 404, "not_found")
        other = call("get", f"{BASE}{name}/", scopes=["events:read"])
        refused(other, 403, "scope_missing")

    def test_as_many_queries_for_three_as_for_one(self, client, draft, name):
        client.force_login(somebody("viewer", draft.initiator))
        path = f"{BASE}{name}/"
        one = queries_of(client, path)
        for number in range(2):
            AddresseeFactory(slug=f"amt-{number}")
            InstrumentFactory(slug=f"weg-{number}")
        assert queries_of(client, path) == one


def test_found_by_name(call, draft):
    amt = AddresseeFactory(slug="amt")
    amt.texts.update(name="Ordnungsamt")
    found = call("get", f"{BASE}addressees/?q=ordnung").json()["results"]
    assert [one["slug"] for one in found] == ["amt"]
