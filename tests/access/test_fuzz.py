"""Whatever fits the contract, and much that does not, is answered as it says: by every role.

`make fuzz` runs it; it takes minutes, so `make test` leaves it out (marker `fuzz`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from access.scopes import SCOPES
from tests.access.bearer import bearer
from tests.access.world import PLACE, make_world
from tests.organising import somebody

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
ROLES = ("nobody", "stranger", "viewer", "organiser", "owner", "administrator")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
# What an address, a postcode or a moment is, the forms say; the contract can't.
NOT_ASKED = [positive_data_acceptance, negative_data_rejection, ignored_auth]


@pytest.fixture
def one_connection():
    """Requests from outside Django's own test client would close the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(params=ROLES)
def header(request, world) -> dict[str, str]:
    organisation, _places = world
    role = request.param
    return {} if role == "nobody" else bearer(somebody(role, organisation), *SCOPES)


@pytest.fixture
def world(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "100000/minute")
    settings.PAGE_CACHE = False
    return make_world()


@pytest.mark.usefixtures("one_connection")
def test_answers_are_as_the_contract_says(world, header):
    _organisation, places = world
    contract = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", WSGIHandler())
    for found in contract.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), is_real=some.booleans())
        def check(case, is_real):
            if is_real:
                _about_something(case, places)
            case.headers = {**(case.headers or {}), **header}
            with _undone():
                case.call_and_validate(excluded_checks=NOT_ASKED)

        check()


def _about_something(case, places: dict[str, str]) -> None:
    """Half of the calls are about things that exist."""
    for place in PLACE.finditer(case.path):
        before = case.path[: place.start()].rstrip("/").rsplit("/", 1)[-1]
        if before in places:
            case.path_parameters[place[1]] = places[before]


@contextmanager
def _undone() -> Iterator[None]:
    """What one call changed is there for no other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
