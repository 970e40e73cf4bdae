"""What is kept of a form, for how long, and what never is."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from accounts import held_forms
from accounts.models import HeldForm
from privacy import retention

pytestmark = pytest.mark.django_db
PATH = "/de/organise/x/"


def hold(rf, path=PATH, **fields) -> str:
    """The cookie that opens it."""
    request = rf.post(path, fields)
    request.user = AnonymousUser()
    assert held_forms.may_hold(request)
    response = HttpResponse()
    held_forms.hold(request, response)
    cookie = response.cookies[held_forms.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    return cookie.value


def opened(rf, secret: str) -> held_forms.Held | None:
    request = rf.get(PATH)
    request.COOKIES[held_forms.COOKIE] = secret
    return held_forms.look_up(request)


def test_every_value_comes_back_in_order(rf):
    secret = hold(rf, title="Für alle", language=["tr", "ar"])
    fields = [("title", "Für alle"), ("language", "tr"), ("language", "ar")]
    assert opened(rf, secret) == held_forms.Held(PATH, fields, False)


def test_no_password_and_no_token_is_kept(rf):
    secret = hold(
        rf, name="Ada", password="geheim", password1="geheim", password2="geheim",
        oldpassword="geheim", csrfmiddlewaretoken="geheim",
    )  # fmt: skip
    assert opened(rf, secret).fields == [("name", "Ada")]


def test_a_file_is_not_kept(rf):
    secret = hold(rf, name="Ada", file=SimpleUploadedFile("a.txt", b"Inhalt"))
    assert opened(rf, secret) == held_forms.Held(PATH, [("name", "Ada")], True)


def test_words_and_secret_lie_nowhere_in_the_clear(rf):
    secret = hold(rf, story="Niemand sonst liest das")
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields, digest FROM accounts_heldform")
        fields, digest = cursor.fetchone()
    assert "Niemand" not in fields
    assert secret not in digest
    assert json.loads(HeldForm.objects.get().fields) == [["story", "Niemand sonst liest das"]]


def test_kept_for_a_day(rf):
    secret = hold(rf, name="Ada")
    age(held_forms.KEPT - timedelta(minutes=1))
    assert opened(rf, secret) is not None
    age(held_forms.KEPT + timedelta(seconds=1))
    assert opened(rf, secret) is None


def test_the_night_deletes_what_is_old(rf):
    hold(rf, name="Ada")
    age(held_forms.KEPT + timedelta(seconds=1))
    kept = hold(rf, name="Bob")
    assert retention.carry_out()["accounts.HeldForm.delete_old"] == 1
    assert opened(rf, kept).fields == [("name", "Bob")]


@pytest.mark.parametrize(
    ("path", "story", "kept"),
    [
        (PATH, "x" * (held_forms.LONGEST - 10), True),
        (PATH, "x" * held_forms.LONGEST, False),
        (PATH + "?q=" + "x" * held_forms.LONGEST_PATH, "x", False),
    ],
)
def test_not_too_much(rf, path, story, kept):
    assert held_forms.may_hold(rf.post(path, {"story": story})) is kept


def age(age: timedelta) -> None:
    HeldForm.objects.update(created_at=timezone.now() - age)
