import pytest
from django.test import Client


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
        {"origin": "http://TESTSERVER"},
        # Where both are said, the newer one decides.
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
def test_our_own_pages_may_post_without_a_token(browser, headers):
    response = browser.post("/sign/", {"name": "Ayşe"}, headers=headers)
    assert response.content.decode() == "Ayşe"
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8080"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_foreign_pages_may_not(browser, headers):
    assert browser.post("/sign/", {"name": "x"}, headers=headers).status_code == 403


def test_reading_is_free_for_all(browser):
    assert browser.get("/sign/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_the_api_says_it_as_a_problem(browser):
    response = browser.post("/api/plain/", headers={"origin": "null"})
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "foreign_origin"


def test_other_forms_keep_their_token(browser):
    response = browser.post("/read/", {"name": "x"}, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 403
