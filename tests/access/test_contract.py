"""The contract: complete, without warnings, in English, and the same for everybody."""

import json
import re
from inspect import getdoc
from io import StringIO

import pytest
from django.core.management import call_command

from access.api import OrganiserMixin, PersonMixin, PublicMixin
from access.scopes import SCOPES
from partners.workspace.api_steps import Stepping
from partners.workspace.api_texts import OneText


@pytest.fixture(scope="module")
def contract() -> dict:
    output = StringIO()
    call_command(
        "spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=output
    )
    return json.loads(output.getvalue())


@pytest.fixture(scope="module")
def operations(contract) -> list[dict]:
    return [told for ways in contract["paths"].values() for told in ways.values()]


def test_names_say_what_is_done(operations):
    names = [told["operationId"] for told in operations]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)+", name)] == []


def test_every_call_says_what_it_is_and_may_refuse(operations):
    for told in operations:
        assert told["summary"], told["operationId"]
        assert "application/problem+json" in told["responses"]["default"]["content"]


def test_what_classes_say_to_ourselves_is_not_told(operations):
    for told in operations:
        for base in (OrganiserMixin, PublicMixin, PersonMixin, Stepping, OneText):
            ours = getdoc(base).splitlines()[0]
            assert ours not in told.get("description", ""), told["operationId"]


def test_whoever_sends_something_finds_an_example(operations):
    for told in operations:
        if body := told.get("requestBody"):
            assert body["content"]["application/json"].get("examples"), told["operationId"]


def test_whatever_is_sent_may_be_sent_twice(contract):
    """PUT, PATCH and DELETE say the same again by themselves; a POST takes a key."""
    for path, ways in contract["paths"].items():
        if "post" in ways:
            names = {one["name"] for one in ways["post"].get("parameters", [])}
            assert "Idempotency-Key" in names, path


def test_organisers_calls_and_no_others_need_a_scope_that_exists(contract):
    for path, ways in contract["paths"].items():
        for told in ways.values():
            is_organisers = path.startswith("/api/v1/organise/")
            assert is_organisers == (told.get("x-scope") in SCOPES), told["operationId"]
            assert is_organisers == ({"token": []} in told.get("security", [])), path


@pytest.mark.django_db
def test_served_in_english_to_everyone(client):
    answer = client.get("/api/v1/schema/?format=json", headers={"accept-language": "ar"})
    assert answer.status_code == 200
    assert answer["Content-Language"] == "en"
    assert "Public petitions" in answer.text
