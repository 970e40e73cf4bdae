"""What the programs of whoever leads a campaign hear of its shifts."""

from __future__ import annotations

import json

import pytest

from privacy import services as privacy
from tests.factories import OrganisationFactory
from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import comes
from tests.webhooks.conftest import endpoint_of
from volunteers import services
from webhooks.models import Message
from webhooks.services.delivering import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    shift = ShiftFactory()
    endpoint_of(shift.campaign.lead)
    endpoint_of(OrganisationFactory())
    return shift


def told() -> list[str]:
    return sorted(Message.objects.values_list("type", flat=True))


def test_who_leads_hears_of_who_comes_and_who_does_not(shift):
    signup = comes(shift)
    assert signup.state == "confirmed"
    message = Message.objects.get()
    assert message.organisation == shift.campaign.lead
    data = json.loads(body_of(message))["data"]
    assert (data["signup"], data["person"]) == (str(signup.pk), None)
    assert data["shift"]["url"] == f"http://127.0.0.1:8000/de/shifts/{shift.pk}/"
    assert services.leave_shift(signup)
    assert not services.leave_shift(signup)
    assert told() == ["shift_signup.cancelled", "shift_signup.confirmed"]


def test_erased_is_cancelled_without_a_key(shift):
    signup = comes(shift)
    privacy.erase(signup.person_key)
    assert told() == ["shift_signup.cancelled", "shift_signup.confirmed"]
    assert not Message.objects.exclude(person_key="").exists()
