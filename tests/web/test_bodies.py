"""Where a view takes files, a body may be larger; it is measured before it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


class Unread:
    """A body that must not be read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


@pytest.fixture
def organiser(client):
    client.force_login(User.objects.create_user("gul@example.org"))
    return client


def picture(size: int) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("x.jpg", b"x" * size)}


def unread(length: int) -> dict[str, object]:
    """What to send so that reading the body fails, and only its length is known."""
    return {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(length),
        "wsgi.input": Unread(),
        "HTTP_ACCEPT_LANGUAGE": "en",
    }


def test_a_view_that_says_so_takes_files(organiser):
    response = organiser.post("/read/file/", picture(2_900_000))
    assert response.content == b"2900000"


def test_any_other_view_does_not(organiser):
    assert organiser.post("/read/", picture(2_900_000)).status_code == 413
    assert organiser.post("/nowhere/", picture(2_900_000)).status_code == 413


def test_fields_are_limited_as_everywhere(organiser, settings):
    fields = {"name": "x" * (settings.MAX_BODY_BYTES + 1)}
    assert organiser.post("/read/file/", fields | picture(10)).status_code == 413


def test_what_is_too_large_is_refused_unread_with_a_sentence(organiser):
    response = organiser.request(PATH_INFO="/read/file/", **unread(40_000_000))
    assert response.status_code == 413
    assert "at most 3 MB" in response.content.decode()


def test_strangers_are_refused_unread(client):
    response = client.request(PATH_INFO="/read/file/", **unread(2_900_000))
    assert response.status_code == 403
    assert "log in" in response.content.decode()


def test_the_check_of_the_token_comes_after_the_limit():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_user("gul@example.org"))
    assert strict.request(PATH_INFO="/read/file/", **unread(40_000_000)).status_code == 413
