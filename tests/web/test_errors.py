import pytest
from django.test import Client

from web.errors import CODES, error_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("how", "status"),
    [("missing", 404), ("forbidden", 403), ("gone", 410), ("limit", 429)],
)
def test_refusals_are_pages_that_nobody_keeps(client, how, status):
    response = client.get(f"/refuse/{how}/")
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert response["Cache-Control"] == "no-store"


def test_an_unknown_address_is_not_found(client):
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/de/nowhere/").status_code == 404


def test_a_failure_needs_no_database(db, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get("/refuse/broken/")
    assert response.status_code == 500
    assert b"somebody" not in response.content


def test_an_expired_form_is_forbidden():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/read/").status_code == 403


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 429, 500])
def test_the_api_gets_problems(rf, status):
    response = error_page(rf.get("/api/v1/x"), status, retry_after=7)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "7"
    assert CODES[status].encode() in response.content


def test_a_whole_page_takes_the_place_of_the_whole_page(client):
    response = client.get("/refuse/missing/", headers={"hx-request": "true"})
    assert response["HX-Retarget"] == "body"
    assert "HX-Retarget" not in client.get("/refuse/missing/")
