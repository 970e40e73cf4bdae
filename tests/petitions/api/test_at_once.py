"""Many programs at once that have read the same: one of them changes it."""

import pytest
from django.db import connection
from django.test import Client

from petitions.models import Petition
from tests.access.bearer import bearer
from tests.organising import somebody
from tests.petitions.at_once import at_once


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "body"), [("", {"goal": 5}), ("texts/de/", {"title": "Neu"})], ids=["goal", "title"]
)
def test_of_ten_who_have_read_the_same_one_changes_it(draft, path, body):
    path = f"/api/v1/organise/petitions/entwurf/{path}"
    [(name, value)] = body.items()
    header = bearer(somebody("editor", draft.initiator), "petitions:read", "petitions:write")
    tag = Client().get(path, headers=header)["ETag"]
    wishes = iter(range(10))

    def change() -> int:
        mine = {name: value + next(wishes) if name == "goal" else f"Neu {next(wishes)}"}
        kind, headers = "application/json", header | {"if-match": tag}
        return Client().patch(path, mine, kind, headers=headers).status_code

    assert sorted(at_once(10, change)) == [200] + 9 * [412]
    assert Petition.objects.get().state == "draft"
