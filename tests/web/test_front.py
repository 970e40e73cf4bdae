"""The page before all middleware: the same bytes and headers, to visitors only, and bounded."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from web import front

pytestmark = pytest.mark.django_db


@pytest.fixture
def behind(monkeypatch):
    """How many requests have gone past the front."""
    passed = []
    going_on = front.FrontMiddleware.__call__

    def counted(self, request):
        inner = self.get_response
        self.get_response = lambda one: passed.append(one.path) or inner(one)
        try:
            return going_on(self, request)
        finally:
            self.get_response = inner

    monkeypatch.setattr(front.FrontMiddleware, "__call__", counted)
    return passed


def test_a_page_shown_once_passes_no_middleware_again(client, counting, behind):
    first, second = client.get("/de/page/"), client.get("/de/page/")
    assert behind == ["/de/page/"]
    assert second.content == first.content
    own = {"x-request-id"}
    assert {k: v for k, v in second.items() if k not in own} == {
        k: v for k, v in first.items() if k not in own
    }
    assert "x-request-id" not in second, "that of another request"


def test_codings_are_kept_apart(client, counting):
    for coding in ("br", "gzip", "identity"):
        for _ in range(2):
            answer = client.get("/de/page/", headers={"accept-encoding": coding})
            assert answer.get("Content-Encoding", "identity") == coding


@pytest.mark.parametrize(
    "headers",
    [{"HX-Request": "true"}, {"Authorization": "Bearer x"}],
    ids=["htmx", "credentials"],
)
def test_who_is_no_plain_visitor_goes_past_it(client, counting, behind, headers):
    client.get("/de/page/")
    client.get("/de/page/", headers=headers)
    assert len(behind) == 2


def test_whoever_is_logged_in_goes_past_it(client, counting, behind):
    client.get("/de/greeting/")
    member = Client()
    member.force_login(get_user_model().objects.create(email="a@example.org"))
    assert member.get("/de/greeting/").content == b"True"
    assert client.get("/de/greeting/").content == b"False"


def test_a_page_whose_language_the_browser_chooses_is_not_kept_here(client, counting, behind):
    client.get("/page/")
    client.get("/page/")
    assert behind == ["/page/", "/page/"]


def test_posts_go_past_it(client, counting, behind):
    client.get("/de/page/")
    client.post("/de/page/")
    assert len(behind) == 2


def test_a_source_in_the_address_makes_no_page_of_its_own(client, counting, behind):
    for query in ("", "?from=flyer", "?from=stall&utm_x=1"):
        client.get(f"/de/page/{query}")
    assert counting.made == 1
    assert behind == ["/de/page/"]
    assert len(front._pages) == 1


def test_one_fetches_the_new_page_and_the_others_get_the_old_one(
    client, counting, behind, monkeypatch
):
    client.get("/de/page/")
    (shown,) = front._pages.values()
    over = shown.fresh_until + 0.5
    monkeypatch.setattr(front, "now", lambda: over)
    # As if the one who fetches were still on the way: nothing is remembered meanwhile.
    monkeypatch.setattr(front, "_remember", lambda *_: None)
    client.get("/de/page/")
    client.get("/de/page/")
    assert behind == ["/de/page/", "/de/page/"]


def test_memory_is_bounded(client, counting, monkeypatch):
    monkeypatch.setattr(front, "MOST_PAGES", 3)
    for number in range(5):
        client.get(f"/de/page/?page={number}")
    assert len(front._pages) <= 3


def test_off_with_the_page_cache(client, counting, behind, settings):
    settings.PAGE_CACHE = False
    client.get("/de/page/")
    client.get("/de/page/")
    assert len(behind) == 2
