import gzip
import threading
import time

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from web import cache as page_cache
from web.stored_page import best_coding

pytestmark = pytest.mark.django_db

BODY = ("ü" * 2000).encode()


@pytest.fixture
def later(monkeypatch):
    """Let time pass for the page's freshness only."""

    def pass_seconds(seconds):
        now = time.time()
        monkeypatch.setattr("web.stored_page.time.time", lambda: now + seconds)

    return pass_seconds


def test_a_hit_asks_no_database(client, counting, django_assert_num_queries):
    client.get("/page/")
    with django_assert_num_queries(0):
        response = client.get("/page/")
    assert response.content == BODY
    assert counting.made == 1


def test_visitors_get_a_public_answer_without_cookies(client, counting):
    for response in (client.get("/greeting/"), client.get("/greeting/")):
        assert response["Cache-Control"] == "public, max-age=5"
        assert not response.cookies
        assert "Cookie" not in response["Vary"]
        assert "HX-Request" in response["Vary"]
        assert response.content == b"False"
        assert response["Content-Type"] == "text/html; charset=utf-8"
        # What the middleware adds is there on a hit as well.
        assert "Content-Security-Policy" in response
        assert "Permissions-Policy" in response
    assert counting.made == 1


def test_after_five_seconds_it_is_made_anew(client, counting, later):
    client.get("/page/")
    later(4.9)
    client.get("/page/")
    assert counting.made == 1
    later(5.1)
    client.get("/page/")
    assert counting.made == 2


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_each_coding_has_its_bytes_and_tag(client, counting, accepted, coding, unpack):
    for _ in range(2):
        response = client.get("/page/", headers={"accept-encoding": accepted})
        assert response.get("Content-Encoding") == coding
        assert unpack(response.content) == BODY
        assert response["ETag"].endswith(f'-{coding or "identity"}"')
        assert "Accept-Encoding" in response["Vary"]
        assert int(response["Content-Length"]) == len(response.content)
    assert counting.made == 1


def test_an_unchanged_page_is_not_sent_twice(client, counting, django_assert_num_queries):
    tag = client.get("/page/", headers={"accept-encoding": "br"})["ETag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        with django_assert_num_queries(0):
            response = client.get(
                "/page/", headers={"accept-encoding": "br", "if-none-match": given}
            )
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == tag
        assert response["Cache-Control"] == "public, max-age=5"


def test_the_tag_of_another_coding_does_not_match(client, counting):
    tag = client.get("/page/", headers={"accept-encoding": "br"})["ETag"]
    response = client.get("/page/", headers={"accept-encoding": "gzip", "if-none-match": tag})
    assert response.status_code == 200


def test_session_holders_get_their_own_answer(counting, django_user_model):
    user = get_user_model()(email="a@example.org")
    user.set_unusable_password()
    user.save()
    member = Client()
    member.force_login(user)
    Client().get("/greeting/")
    response = member.get("/greeting/")
    assert response.content == b"True"
    assert response["Cache-Control"] == "private, no-cache"
    assert Client().get("/greeting/").content == b"False"
    assert counting.made == 2


def test_a_message_for_one_is_not_shown_to_all(client, counting):
    client.get("/say/")
    assert b"for you alone" in client.get("/greeting/").content
    response = Client().get("/greeting/")
    assert b"for you alone" not in response.content


def test_a_page_with_a_token_is_not_kept(client, counting):
    first = client.get("/with-form/")
    assert "csrftoken" in first.cookies
    second = Client().get("/with-form/")
    assert second.content != first.content
    assert counting.made == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse("x", headers={"Vary": "Cookie"}),
        lambda request: HttpResponse("x", headers={"Set-Cookie": "a=b"}),
    ],
)
def test_answers_that_are_not_for_all_are_not_kept(client, counting, answer):
    counting.answer = staticmethod(answer)
    client.get("/page/")
    client.get("/page/")
    assert counting.made == 2


def test_only_listed_parameters_reach_the_page(client, counting):
    plain = client.get("/echo/?q=a&page=2").content
    assert b"'q': ['a']" in plain
    assert client.get("/echo/?page=2&utm_source=x&q=a&from=flyer").content == plain
    assert counting.made == 1
    assert client.get("/echo/?q=b").content != plain
    assert counting.made == 2


def test_htmx_language_and_host_have_their_own_copies(client, counting):
    client.get("/page/")
    client.get("/page/", headers={"hx-request": "true"})
    client.get("/page/", headers={"hx-request": "true", "hx-boosted": "true"})
    client.get("/de/page/")
    client.get("/tr/page/")
    client.get("/page/", headers={"host": "localhost"})
    assert counting.made == 6
    client.get("/tr/page/")
    assert counting.made == 6


def test_posts_pass_by(client, counting):
    client.post("/page/")
    client.post("/page/")
    assert counting.made == 2


def test_head_reads_but_does_not_write(client, counting):
    client.head("/page/")
    client.head("/page/")
    assert counting.made == 2
    client.get("/page/")
    client.head("/page/")
    assert counting.made == 3


def test_it_can_be_switched_off(client, counting, settings):
    settings.PAGE_CACHE = False
    client.get("/page/")
    assert client.get("/page/")["Cache-Control"] == "public, max-age=5"
    assert counting.made == 2


def test_many_at_once_make_one_page(counting, monkeypatch):
    release = threading.Event()

    def slow(request):
        release.wait(5)
        return HttpResponse("done")

    counting.answer = staticmethod(slow)
    monkeypatch.setattr("tests.web.urls.SearchEntry.objects.count", lambda: 0)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(Client().get("/page/").content))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    release.set()
    for thread in threads:
        thread.join(5)
    assert answers == [b"done"] * 8
    assert counting.made == 1


def test_others_get_the_stale_copy_meanwhile(client, counting, later, monkeypatch):
    monkeypatch.setattr("tests.web.urls.SearchEntry.objects.count", lambda: 0)
    client.get("/page/")
    later(30)
    started, release = threading.Event(), threading.Event()

    def slow(request):
        started.set()
        release.wait(5)
        return HttpResponse("new")

    counting.answer = staticmethod(slow)
    maker = threading.Thread(target=Client().get, args=["/page/"])
    maker.start()
    started.wait(5)
    assert client.get("/page/").content == BODY
    release.set()
    maker.join(5)
    assert client.get("/page/").content == b"new"
    assert counting.made == 2


def test_the_stale_copy_bridges_a_database_that_is_away(client, counting, later):
    client.get("/page/")
    later(30)

    def broken(request):
        raise OperationalError

    counting.answer = staticmethod(broken)
    assert client.get("/page/").content == BODY
    # The flight has landed: the next one tries again.
    assert not page_cache._flights._landings


def test_without_redis_pages_are_made(client, counting, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "web.redis_cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert client.get("/page/").content == BODY
    assert client.get("/page/").content == BODY
    assert counting.made == 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br;q=0.5, gzip", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("gzip;q=0.000, *", "br"),
        ("BR", "br"),
        ("zstd", "identity"),
    ],
)
def test_best_coding(accepted, coding):
    assert best_coding(accepted) == coding


def test_pictures_are_not_compressed_again(client, counting):
    counting.answer = staticmethod(lambda r: HttpResponse(b"x" * 2000, content_type="image/png"))
    response = client.get("/page/", headers={"accept-encoding": "br"})
    assert "Content-Encoding" not in response
    assert "Accept-Encoding" not in response.get("Vary", "")
