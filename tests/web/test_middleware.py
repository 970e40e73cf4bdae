import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.utils.csp import CSP, build_policy
from django.views.decorators.csp import csp_override

from web.middleware import PERMISSIONS_POLICY, ContentPolicyMiddleware

pytestmark = pytest.mark.django_db


def test_two_megabytes_are_too_much(client):
    response = client.post("/read/", "x" * 2_000_000, content_type="text/plain")
    assert response.status_code == 413


def test_below_the_limit_it_is_read(client):
    assert client.post("/read/", {"name": "x" * 1000}).content == b"x" * 1000


def test_a_body_found_too_big_while_reading_says_the_same(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert client.post("/read/?", "name=" + "x" * 200, content_type=FORM).status_code == 413


def test_a_body_without_a_length_is_refused(client):
    chunked = {"transfer-encoding": "chunked", "accept-language": "en"}
    response = client.generic("POST", "/read/", headers=chunked)
    assert response.status_code == 413
    assert "Content-Length" in response.text


@pytest.mark.parametrize("length", ["²", "-1", "ten"])
def test_a_length_that_is_no_number_is_none(client, length):
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": length}
    assert client.request(PATH_INFO="/read/", **sent).status_code == 200


def test_the_api_says_it_as_a_problem(client):
    response = client.post("/api/v1/entries/", "x" * 2_000_000, content_type="text/plain")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "body_too_large"


def test_no_page_may_use_the_camera(client):
    assert client.get("/sign/")["Permissions-Policy"] == PERMISSIONS_POLICY


def test_every_answer_has_the_policy(client):
    for path in ("/sign/", "/refuse/gone/", "/nowhere/"):
        assert client.get(path)["Content-Security-Policy"] == build_policy(project.SECURE_CSP)


def test_a_policy_of_a_views_own_holds(rf):
    own = csp_override({"default-src": [CSP.NONE]})(lambda request: HttpResponse())
    response = ContentPolicyMiddleware(own)(rf.get("/"))
    assert response["Content-Security-Policy"] == "default-src 'none'"
    without = ContentPolicyMiddleware(csp_override({})(lambda request: HttpResponse()))
    assert "Content-Security-Policy" not in without(rf.get("/"))


def test_a_policy_with_a_nonce_is_refused(settings):
    settings.SECURE_CSP = {"script-src": [CSP.SELF, CSP.NONCE]}
    with pytest.raises(ImproperlyConfigured):
        ContentPolicyMiddleware(lambda request: HttpResponse())


def test_a_limit_says_when_to_come_back(client):
    response = client.get("/refuse/limit/")
    assert response.status_code == 429
    assert response["Retry-After"] == "42"


def test_what_is_gone_says_so(client):
    assert client.get("/refuse/gone/").status_code == 410


FORM = "application/x-www-form-urlencoded"
