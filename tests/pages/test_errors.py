"""What people read when something went wrong: always a sentence on what to do next."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

from web.errors import error_page, forbidden, server_error

LANGUAGES = ["de", "en", "tr", "ar"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 429])
def test_an_error_page_says_what_to_do_next(rf: RequestFactory, status, language):
    with override(language):
        response = error_page(rf.get(f"/{language}/x/"), status)
    assert response.status_code == status
    assert f'lang="{language}"' in response.text
    assert f'href="/{language}/"' in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.django_db
def test_a_sentence_of_its_own_comes_first(rf):
    assert "Too fast" in error_page(rf.get("/"), 429, detail="Too fast").text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/de/nichts/", "/ar/about/x/y/", "/nichts"])
def test_what_is_not_there_answers_404(client, path):
    assert client.get(path).status_code == 404


def test_500_needs_nothing_that_could_have_failed(rf):
    response = server_error(rf.get("/de/"))
    assert response.status_code == 500
    for language in LANGUAGES:
        assert f'href="/{language}/"' in response.text
    source = get_template("500.html").template.source
    assert "{%" not in source
    assert "{{" not in source
    assert "style=" not in source
    assert "<style" not in source


@pytest.mark.django_db
def test_forbidden_has_its_page(rf):
    request: HttpRequest = rf.get("/de/")
    assert forbidden(request, PermissionDenied()).status_code == 403
