"""What the documentation promises is what is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from tests.webhooks.conftest import endpoint_of
from webhooks import services
from webhooks.forms import EndpointForm
from webhooks.services.waiting import AGAIN_AFTER
from webhooks.types import PING, TYPES

DOCS = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()


def test_every_type_is_documented_and_can_be_chosen():
    assert re.findall(r"^\| `([\w.]+)` \|", DOCS, re.M) == list(TYPES)
    offered = [name for name, _label in EndpointForm().fields["types"].choices]
    assert offered == [name for name in TYPES if name != PING]


def test_every_type_about_a_person_says_so():
    for line in re.findall(r"^\| `(?:signature|registration|shift)[^\n]*", DOCS, re.M):
        name = line.split("`")[1]
        if not name.endswith(("withdrawn", "cancelled")):
            assert TYPES[name].about_person
            assert "`person`" in line


def test_the_table_of_attempts_is_the_one_in_the_code():
    seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
    found = re.findall(r"\b(\d+) \| (\d+) (seconds|minutes|hours|days)", DOCS)
    told = {int(attempt): int(number) * seconds[unit] for attempt, number, unit in found}
    assert told == {
        place: int(after.total_seconds()) for place, after in enumerate(AGAIN_AFTER, 2)
    }


@pytest.mark.django_db
def test_technicians_look_and_change_nothing(organisation, client):
    endpoint = endpoint_of(organisation)
    services.tell("petition.opened", [organisation.pk], {})
    client.force_login(User.objects.create_superuser("tech@example.org"))
    for model in ("endpoint", "delivery"):
        assert client.get(reverse(f"admin:webhooks_{model}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:webhooks_{model}_add")).status_code == 403
    page = client.get(reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]))
    assert page.status_code == 200
    assert endpoint.secret not in page.content.decode()
    assert b'name="_save"' not in page.content
