"""Bodies that are too large, or that two programs could read differently, at real routes."""

import shutil
import socket
from contextlib import closing

import pytest
from django.test import Client

from access.scopes import SCOPES
from tests.access.bearer import bearer
from tests.access.world import calls, make_world
from tests.jobs.processes import Instance, answers, free_port, wait_until
from tests.organising import somebody
from tests.web.test_bodies import Unread

CONFIRM = "/api/v1/signatures/confirmations/"
TEN_MB = 10_000_000
PROBLEM = "application/problem+json"
AMBIGUOUS = {
    "twice": b'{"secret": "a", "secret": "b"}',
    "deep": b'{"secret": ' + b"[" * 40 + b"]" * 40 + b"}",
    "endless": b"[" * 400_000,
    "not UTF-8": b'{"secret": "\xff"}',
    "UTF-16": '{"secret": "a"}'.encode("utf-16"),
    "half": b'{"secret": "a"',
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", [{"CONTENT_LENGTH": str(TEN_MB)}, {"HTTP_TRANSFER_ENCODING": "chunked"}], ids=str
)
def test_every_call_refuses_a_large_body_unread(said, settings):
    _organisation, places = make_world()
    tried = [call for call in calls(places) if not call.reads]
    assert len(tried) > 60
    for call in tried:
        refused = Client().request(
            PATH_INFO=call.address,
            REQUEST_METHOD=call.method.upper(),
            CONTENT_TYPE="application/json",
            **{"wsgi.input": Unread(), "CONTENT_LENGTH": ""} | said,
        )
        told = refused.status_code, refused.json()["code"], refused["Content-Type"]
        assert told == (413, "body_too_large", PROBLEM), (call.name, refused.content)


@pytest.mark.django_db
@pytest.mark.parametrize("body", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_every_call_refuses_what_can_be_read_differently(body, settings):
    settings.LIMITS = settings.LIMITS | {"api:token": "9999/minute", "api:network": "9999/minute"}
    organisation, places = make_world()
    header = bearer(somebody("owner", organisation), *SCOPES)
    told = {}
    for call in calls(places):
        if call.example is None:
            continue
        send = getattr(Client(), call.method)
        refused = send(call.address, body, "application/json", headers=header)
        answer = refused.status_code, refused.json()["code"], refused["Content-Type"]
        # Of whose things the world has none: not found, before anything is read.
        if answer != (404, "not_found", PROBLEM):
            told[call.name] = answer
    assert len(told) > 60
    assert set(told.values()) == {(400, "bad_request", PROBLEM)}, told


@pytest.fixture(scope="module")
def port(tmp_path_factory, migrated_folder):
    """Of a real server that takes confirmations."""
    instance = Instance(tmp_path_factory.mktemp("bodies"), {"LOG_LEVEL": "ERROR"})
    shutil.copytree(migrated_folder, instance.folder, dirs_exist_ok=True)
    at = free_port()
    instance.start("web", "--port", str(at))
    assert wait_until(lambda: answers(at), seconds=120)
    yield at
    instance.stop()


def said(port: int, *headers: str, body: bytes = b"", ends: bool = False) -> str:
    """All that the server says to one connection, until it closes it."""
    lines = [f"POST {CONFIRM} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    head = "\r\n".join([*lines, *headers, "", ""]).encode()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as wire:
        heard = b""
        try:
            wire.sendall(head + body)
            if ends:
                wire.shutdown(socket.SHUT_WR)
            while part := wire.recv(65536):
                heard += part
        except OSError:
            # Closed while we were still sending; what was said before lies there all the same.
            while part := _rest(wire):
                heard += part
        return heard.decode()


def _rest(wire: socket.socket) -> bytes:
    try:
        return wire.recv(65536)
    except OSError:
        return b""


@pytest.mark.processes
class TestOverHttp:
    @pytest.mark.parametrize(
        "headers",
        [
            [f"Content-Length: {TEN_MB}"],
            [f"Content-Length: {TEN_MB}", "Expect: 100-continue"],
            ["Transfer-Encoding: chunked"],
            # Which of the two holds must not depend on who reads it.
            ["Content-Length: 13", "Transfer-Encoding: chunked"],
            ["Transfer-Encoding: chunked", "Content-Length: 13"],
        ],
        ids=str,
    )
    def test_a_large_body_is_refused_before_a_byte_of_it_is_sent(self, port, headers):
        answer = said(port, *headers)
        assert answer.startswith("HTTP/1.1 413 ")
        assert PROBLEM in answer
        assert '"code": "body_too_large"' in answer

    def test_one_that_is_sent_all_the_same_leaves_the_server_well(self, port):
        answer = said(port, f"Content-Length: {TEN_MB}", "Connection: close", body=b"x" * TEN_MB)
        assert answer == "" or answer.startswith("HTTP/1.1 413 ")
        assert said(port, "Content-Length: 2", "Connection: close", body=b"{}").startswith(
            "HTTP/1.1 422 "
        )

    def test_what_comes_after_the_length_that_was_said_is_no_part_of_it(self, port):
        answer = said(port, "Content-Length: 2", body=b"{}" + b"x" * TEN_MB)
        # The empty object is answered; what follows is taken for no call.
        assert answer.startswith("HTTP/1.1 422 ")
        assert [line for line in answer.splitlines() if line.startswith("HTTP/1.1")][1:] in (
            [],
            ["HTTP/1.1 431 Request Header Fields Too Large"],
            ["HTTP/1.1 400 Bad Request"],
        )

    @pytest.mark.parametrize("length", ["-1", "+2", "2, 900", "two", "0x2"])
    def test_a_length_that_is_none_is_refused(self, port, length):
        answer = said(port, f"Content-Length: {length}", "Connection: close", body=b"{}")
        assert answer.startswith("HTTP/1.1 400 ")

    def test_two_lengths_are_refused(self, port):
        lengths = "Content-Length: 2", "Content-Length: 900"
        assert said(port, *lengths, body=b"{}").startswith("HTTP/1.1 400 ")

    def test_a_body_that_ends_before_its_length(self, port):
        answer = said(port, "Content-Length: 500", body=b'{"secret":', ends=True)
        assert answer.startswith("HTTP/1.1 400 ")
        assert '"code":"bad_request"' in answer

    @pytest.mark.parametrize("body", AMBIGUOUS.values(), ids=AMBIGUOUS)
    def test_what_can_be_read_differently(self, port, body):
        answer = said(port, f"Content-Length: {len(body)}", "Connection: close", body=body)
        assert answer.startswith("HTTP/1.1 400 ")
        assert PROBLEM in answer
        assert '"code":"bad_request"' in answer
