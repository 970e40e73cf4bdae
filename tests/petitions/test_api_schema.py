"""The API's description: complete, without warnings, and true."""

import json
from io import StringIO

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance


@pytest.fixture(scope="module")
def described() -> dict:
    output = StringIO()
    call_command(
        "spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=output
    )
    return json.loads(output.getvalue())


def operations(described: dict) -> dict[str, dict]:
    return {
        operation["operationId"]: operation
        for ways in described["paths"].values()
        for operation in ways.values()
    }


def test_no_warnings_and_names_for_every_operation(described):
    assert set(operations(described)) == {
        "listCampaigns", "getCampaign", "listPetitions", "getPetition",
        "signPetition", "confirmSignature",
    }  # fmt: skip


def test_every_operation_may_refuse(described):
    for operation in operations(described).values():
        assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_whoever_sends_something_finds_an_example(described):
    for operation in operations(described).values():
        if body := operation.get("requestBody"):
            assert body["content"]["application/json"]["examples"]


@pytest.mark.django_db
def test_served_in_english_to_everyone(client):
    answer = client.get("/api/v1/schema/?format=json", headers={"accept-language": "ar"})
    assert answer.status_code == 200
    assert answer["Content-Language"] == "en"
    assert answer.json()["info"]["description"].startswith("Read campaigns")


@pytest.fixture
def _one_connection(db):
    """Requests from outside Django's own test client would close the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_answers_are_as_described(petition):
    """Whatever fits the description is answered as it says, and nothing ends in an error."""
    address = "/api/v1/schema/?format=json"
    api = schemathesis.openapi.from_wsgi(address, WSGIHandler())
    for found in api.get_all_operations():

        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=found.ok().as_strategy())
        def check(case):
            # What an address or a postcode is, the form says; the description can't.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        check()
