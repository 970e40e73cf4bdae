import json

import pytest
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError

from web.api import describe_problems, flat_errors, problem_handler
from web.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    for n in range(3):
        SearchEntry.objects.create(kind="x", key=str(n), language="de", title=f"T{n}")


def test_reads_carry_a_tag_and_are_not_sent_twice(client, entries):
    response = client.get("/api/v1/entries/")
    assert response["Cache-Control"] == "public, max-age=5"
    again = client.get("/api/v1/entries/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == "public, max-age=5"
    SearchEntry.objects.all().delete()
    changed = client.get("/api/v1/entries/", headers={"if-none-match": response["ETag"]})
    assert changed.status_code == 200


def test_cursor_pages(client, entries):
    first = client.get("/api/v1/entries/?page_size=2").json()
    assert [entry["title"] for entry in first["results"]] == ["T2", "T1"]
    second = client.get(first["next"]).json()
    assert [entry["title"] for entry in second["results"]] == ["T0"]
    assert second["next"] is None


def test_errors_name_their_fields(client):
    response = client.post("/api/v1/entries/", {"kind": "x" * 41}, content_type="application/json")
    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response["Content-Type"] == "application/problem+json"
    assert problem["code"] == "invalid"
    assert set(problem["errors"]) == {"kind", "title"}
    assert isinstance(problem["errors"]["title"][0], str)


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("missing", 404, "not_found"),
        ("forbidden", 403, "forbidden"),
        ("gone", 410, "gone"),
        ("limit", 429, "too_many_requests"),
    ],
)
def test_refusals(client, how, status, code):
    response = client.get(f"/api/v1/refuse/{how}/")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == code
    assert response.get("Retry-After") == ("42" if how == "limit" else None)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", "{", 400),
        ("application/json", b"\xff", 400),
        ("text/plain", "x", 415),
    ],
)
def test_bodies_that_cannot_be_read(client, kind, body, status):
    response = client.post("/api/v1/refuse/x/", body, content_type=kind)
    assert response.status_code == response.json()["status"] == status


def test_wrong_method_and_unknown_address(client):
    assert client.put("/api/v1/entries/").json()["code"] == "method_not_allowed"
    assert "GET" in client.put("/api/v1/entries/")["Allow"]
    assert client.get("/api/v1/nowhere/").json()["code"] == "not_found"


def test_errors_are_flattened():
    assert flat_errors({"a": [{"b": ["no"]}, {}, {"b": ["never"]}], "c": "x"}) == {
        "a.0.b": ["no"],
        "a.2.b": ["never"],
        "c": ["x"],
    }
    assert flat_errors([ErrorDetail("no")]) == {"non_field_errors": ["no"]}


def test_form_errors_are_told_too():
    answer = problem_handler(DjangoValidationError({"__all__": ["a"], "name": ["b"]}), {})
    assert answer.data["errors"] == {"non_field_errors": ["a"], "name": ["b"]}
    assert problem_handler(DjangoValidationError("c"), {}).data["errors"] == {
        "non_field_errors": ["c"]
    }
    assert problem_handler(ValidationError("d"), {}).data["errors"] == {"non_field_errors": ["d"]}
    assert problem_handler(Throttled(9), {}).headers["Retry-After"] == "9"


def test_what_is_unexpected_stays_an_error():
    assert problem_handler(RuntimeError(), {}) is None


def test_the_schema_knows_problems():
    result = describe_problems({"paths": {"/x": {"get": {"responses": {}}, "parameters": []}}})
    default = result["paths"]["/x"]["get"]["responses"]["default"]
    assert "application/problem+json" in default["content"]
    assert "Problem" in json.dumps(result["components"])
