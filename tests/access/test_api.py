"""Who may call, how often, and that it happens once."""

import json
from datetime import timedelta
from time import sleep

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from access import services
from access.models import IdempotentAnswer
from tests.petitions.at_once import at_once
from web.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.urls")]
THINGS = "/api/v1/things/"


def post(client, path=THINGS, body=None, **headers):
    return client.post(
        path,
        json.dumps(body or {"key": "a"}),
        content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_without_a_token_nobody_is_let_in(client):
    refused = client.get(THINGS)
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")
    assert refused.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("said", ["Bearer", "Bearer x", "Bearer mitstimme_no", "Bearer ä b c"])
def test_a_token_that_opens_nothing_is_refused(client, said):
    refused = client.get(THINGS, headers={"authorization": said})
    assert (refused.status_code, refused.json()["code"]) == (401, "token_invalid")


def test_a_token_acts_for_its_person_within_its_scopes(client, issued):
    _token, header = issued("events:read")
    answer = client.get(THINGS, headers=header)
    assert answer.json() == {"who": "ada@example.org"}
    assert answer["Cache-Control"] == "private, no-store"
    refused = post(client, **header)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert "events:write" in refused.json()["detail"]
    assert post(client, **issued("events:write")[1]).status_code == 201
    assert client.get(THINGS, headers=issued("events:write")[1]).status_code == 200
    assert client.get(THINGS, headers=issued("petitions:write")[1]).status_code == 403


def test_an_expired_and_a_revoked_token(client, user, issued):
    token, header = issued()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert client.get(THINGS, headers=header).status_code == 401
    services.revoke(token, actor=user)
    assert client.get(THINGS, headers=header).status_code == 401


def test_the_workspace_needs_its_csrf_token(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.get(THINGS).status_code == 200
    assert post(client).status_code == 403


def test_limits_are_said_and_kept(client, issued, settings):
    settings.LIMITS = settings.LIMITS | {"api:token": "2/minute", "api:network": "3/minute"}
    _token, header = issued()
    first = client.get(THINGS, headers=header)
    assert first["RateLimit-Policy"] == '"api:token";q=2;w=60'
    assert first["RateLimit"].startswith('"api:token";r=1;t=')
    client.get(THINGS, headers=header)
    refused = client.get(THINGS, headers=header)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"api:token";r=0;')
    # Another token, and the network, have counts of their own.
    assert client.get(THINGS, headers=issued()[1]).status_code == 200
    public = client.get("/api/v1/public/")
    assert public["RateLimit-Policy"] == '"api:network";q=3;w=60'
    assert "RateLimit" not in public.headers


@pytest.mark.parametrize("guess", ["Bearer mitstimme_{}", "Bearer {}", None])
def test_whoever_guesses_tokens_counts_as_their_network(client, issued, settings, guess):
    settings.LIMITS = settings.LIMITS | {"api:token": "3/minute", "api:network": "2/minute"}
    _token, header = issued()
    for left in (1, 0):
        # A call with a token that is one takes nothing from the network.
        valid = client.get(THINGS, headers=header)
        assert valid["RateLimit"].startswith(f'"api:token";r={left + 1};')
        tried = {"authorization": guess.format(left)} if guess else {}
        refused = client.get(THINGS, headers=tried)
        assert refused.status_code == 401
        assert refused["RateLimit-Policy"] == '"api:network";q=2;w=60'
        assert refused["RateLimit"].startswith(f'"api:network";r={left};')
        assert "no-store" in refused["Cache-Control"]
    over = client.get(THINGS, headers={"authorization": "Bearer mitstimme_once_more"})
    assert (over.status_code, over.json()["code"]) == (429, "too_many_requests")
    assert over["RateLimit"].startswith('"api:network";r=0;')
    assert client.get(THINGS, headers=header).status_code == 200
    assert client.get(THINGS, headers=header).status_code == 429


def test_what_a_token_may_not_do_counts_as_well(client, issued, settings):
    settings.LIMITS = settings.LIMITS | {"api:token": "1/minute"}
    _token, header = issued("petitions:read")
    assert client.get(THINGS, headers=header).status_code == 403
    assert client.get(THINGS, headers=header).status_code == 429


def test_what_is_refused_before_anybody_is_asked_for_has_not_counted(client):
    headers = {"authorization": "Bearer mitstimme_no", "accept": "image/png"}
    refused = client.get(THINGS, headers=headers)
    assert refused.status_code == 406
    assert "RateLimit-Policy" not in refused.headers


def test_any_page_may_read_and_no_cookie_comes_along(client):
    answer = client.get("/api/v1/public/", headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = client.options(
        "/api/v1/things/",
        headers={
            "origin": "https://elsewhere.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, idempotency-key",
        },
    )
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "idempotency-key" in asked["Access-Control-Allow-Headers"]


def test_the_same_key_has_one_effect_and_one_answer(client, issued):
    _token, header = issued()
    first = post(client, idempotency_key="k-1", **header)
    again = post(client, idempotency_key="k-1", **header)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert first["X-Tag"] == "kept"
    assert again["Idempotency-Replayed"] == "true"
    assert SearchEntry.objects.count() == 1
    other = post(client, body={"key": "b"}, idempotency_key="k-1", **header)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_keys_of_two_callers_are_apart(client, issued):
    post(client, idempotency_key="k", **issued()[1])
    post(client, body={"key": "b"}, idempotency_key="k", **issued()[1])
    assert SearchEntry.objects.count() == 2


def test_keys_of_two_networks_are_apart_and_no_address_is_kept(settings):
    here, there = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="2001:db8:1:2ff::7")
    beside = Client(REMOTE_ADDR="2001:db8:1:200::9")
    for client, body in ((here, {"key": "a"}), (there, {"key": "b"})):
        answer = post(client, "/api/v1/persons/", body, idempotency_key="k")
        assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (202, False)
    # The network that a provider gives to one household: its calls go out by any address of it.
    again = post(beside, "/api/v1/persons/", {"key": "b"}, idempotency_key="k")
    assert again["Idempotency-Replayed"] == "true"
    assert SearchEntry.objects.count() == 2
    kept = str(list(IdempotentAnswer.objects.values()))
    assert "192.0.2" not in kept
    assert "2001:db8" not in kept


def test_what_is_refused_leaves_no_trace_and_may_be_sent_again(client, issued):
    _token, header = issued()
    body = {"key": "a", "refuse": True}
    assert post(client, body=body, idempotency_key="k", **header).status_code == 403
    assert SearchEntry.objects.count() == IdempotentAnswer.objects.count() == 0
    assert post(client, idempotency_key="k", **header).status_code == 201


def test_after_a_day_the_key_is_new(client, issued):
    _token, header = issued()
    post(client, idempotency_key="k", **header)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert post(client, body={"key": "b"}, idempotency_key="k", **header).status_code == 201
        assert services.forget_answers() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=50)):
        assert services.forget_answers() == 1


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_keys_that_are_none(client, issued, key):
    refused = post(client, idempotency_key=key, **issued()[1])
    assert refused.json()["code"] == "idempotency_key_invalid"


def test_nothing_that_was_sent_can_be_read_in_the_row(client):
    body = {"email": "ada@example.org"}
    post(client, "/api/v1/persons/", body, idempotency_key="k")
    assert "ada@example.org" not in str(IdempotentAnswer.objects.values().get())


def test_who_changes_an_older_state_is_told(client, issued):
    _token, header = issued()
    tag = client.get(THINGS, headers=header)["ETag"]
    kind = "application/json"
    right = client.patch(THINGS, "{}", kind, headers={"if-match": tag, **header})
    wrong = client.patch(THINGS, "{}", kind, headers={"if-match": '"x"', **header})
    assert right.status_code == 200
    assert (wrong.status_code, wrong.json()["code"]) == (412, "precondition_failed")


@pytest.mark.parametrize(
    "sent",
    [
        b'{"key": "a", "key": "b"}',
        b'{"key": NaN}',
        b'{"key": "\xff"}',
        b"[" * 200_000,
        b'{"key":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"key": 1' + b"0" * 5000 + b"}",
    ],
)
def test_bodies_that_two_programs_could_read_differently(client, issued, sent):
    refused = client.post(THINGS, sent, "application/json", headers=issued()[1])
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_request")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_with_one_key_have_one_effect(issued, settings):
    # All wait for the first one's commit, which a process alone takes for a wave: whoever is put
    # off then comes again with the same key, as programs do.
    settings.SHED_LOAD = True
    _token, header = issued()

    def send() -> None:
        for _ in range(200):
            answer = post(Client(), idempotency_key="k", **header)
            if answer.status_code != 503:
                break
            assert answer["Retry-After"]
            sleep(0.05)
        assert answer.status_code == 201, answer.content

    def send_ten():
        for _ in range(10):
            send()

    assert at_once(10, send_ten) == [None] * 10
    assert SearchEntry.objects.count() == 1
