from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from partners.models import Organisation
from tests.factories import OrganisationFactory
from tests.webhooks.receiver import Receiver, listening
from webhooks import signing
from webhooks.models import Delivery, Endpoint
from webhooks.services import take_turn
from webhooks.types import CHOICES

ALL = sorted(name for name, _label in CHOICES)


@pytest.fixture(autouse=True)
def _private(settings) -> None:
    """Receivers of tests are on this machine."""
    settings.WEBHOOKS_ALLOW_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture
def organisation(db) -> Organisation:
    return OrganisationFactory(name="Verein Vielfalt")


def endpoint_of(organisation: Organisation, url: str = "https://hooks.example/", **fields: Any):
    fields = {"types": ALL, "secret": signing.new_secret(), **fields}
    return Endpoint.objects.create(organisation=organisation, url=url, **fields)


@pytest.fixture
def endpoint(organisation, receiver) -> Endpoint:
    return endpoint_of(organisation, receiver.url)


def delivered() -> list[Delivery]:
    """Deliver what is due now; give all there is, the oldest first."""
    while take_turn():
        pass
    return list(Delivery.objects.order_by("pk"))
