"""Addresses of invitations: shown and erased for whoever asks, by their person key."""

import json

import pytest

from partners import personal_data, services
from partners.models import Invitation
from privacy.person import person_key

pytestmark = pytest.mark.django_db
KEY = person_key("gast@example.net")


@pytest.fixture
def invited(organisation, owner):
    for email in ("Gast@example.net", "andere@example.net"):
        services.invite(organisation, email, "editor", "de", actor=owner)


def test_handed_out(invited):
    [found] = personal_data.export(KEY)["invitations"]
    assert (found["organisation"], found["role"]) == ("Verein", "editor")
    assert found["email"] == "gast@example.net"
    assert "andere" not in json.dumps(found)


def test_erased_and_again(invited):
    for _twice in range(2):
        personal_data.erase(KEY)
    assert [each.email for each in Invitation.objects.all()] == ["andere@example.net"]
    assert personal_data.export(KEY) == {"invitations": []}
