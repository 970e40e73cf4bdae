from django.contrib.messages.storage import cookie, default_storage
from django.http import HttpResponse

from web.messages import CookieStorage


def test_a_message_travels_in_the_cookie_that_django_would_write(rf):
    storage = default_storage(rf.get("/"))
    assert isinstance(storage, CookieStorage)
    storage.add(20, "Gespeichert.")
    response = HttpResponse()
    storage.update(response)
    written = response.cookies["messages"].value

    for kind in (CookieStorage, cookie.CookieStorage):
        request = rf.get("/")
        request.COOKIES["messages"] = written
        assert [one.message for one in kind(request)] == ["Gespeichert."]


def test_a_cookie_that_somebody_changed_is_no_message(rf):
    request = rf.get("/")
    request.COOKIES["messages"] = "W1siX19qc29uX21lc3NhZ2UiLDAsMjAsImEiXV0:forged:signature"
    assert list(default_storage(request)) == []


def test_a_request_without_messages_makes_no_signer(rf):
    storage = default_storage(rf.get("/"))
    storage.update(HttpResponse())
    assert "signer" not in vars(storage)
