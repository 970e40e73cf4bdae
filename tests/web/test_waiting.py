"""NotNow and a database that is away: 503 with Retry-After, and a page that needs neither."""

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from psycopg_pool import PoolTimeout

from tests.web.urls import REFUSALS
from web import held
from web.errors import WAIT_SECONDS, NotNow
from web.waiting import or_wait

REFUSED = [(NotNow(7), "7"), (OperationalError(), str(WAIT_SECONDS))]


def waits(reason):
    def show(request, name, waiting):
        return HttpResponse(f"{name} {waiting['seconds']} {request.user.is_authenticated}")

    @or_wait(show)
    def view(request, name):
        if reason:
            raise reason
        return HttpResponse("taken")

    return view


@pytest.mark.parametrize(("reason", "seconds"), [*REFUSED, (InterfaceError(), str(WAIT_SECONDS))])
def test_the_page_takes_the_place_of_the_view(rf, reason, seconds):
    answer = waits(reason)(rf.post("/"), name="Ayşe")
    assert (answer.status_code, answer["Retry-After"]) == (503, seconds)
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.decode() == f"Ayşe {seconds} False"


def no_connection() -> OperationalError:
    error = OperationalError()
    error.__cause__ = PoolTimeout()
    return error


def test_after_waiting_in_vain_for_a_connection_nobody_waits_for_three_seconds(rf, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("web.held.time.monotonic", lambda: now[0])
    assert waits(no_connection())(rf.post("/"), name="Ayşe").status_code == 503
    asked = []
    assert waits(None)(rf.post("/"), name="Ayşe").status_code == 503
    assert held.held("tests.key", 1, lambda: asked.append(1), unknown="unknown") == "unknown"
    assert not asked
    now[0] += held.AWAY_FOR_SECONDS
    assert waits(None)(rf.post("/"), name="Ayşe").status_code == 200


def test_any_other_failure_says_nothing_of_the_next(rf):
    waits(OperationalError("deadlock detected"))(rf.post("/"), name="Ayşe")
    assert waits(None)(rf.post("/"), name="Ayşe").status_code == 200


def test_what_can_be_taken_is(rf):
    answer = waits(None)(rf.post("/"), name="Ayşe")
    assert (answer.status_code, answer.content) == (200, b"taken")
    assert "Retry-After" not in answer


def test_a_mistake_of_ours_stays_one(rf):
    with pytest.raises(ValueError, match="ours"):
        waits(ValueError("ours"))(rf.post("/"), name="Ayşe")


@pytest.mark.parametrize(("reason", "seconds"), REFUSED, ids=["shed", "away"])
@pytest.mark.parametrize("path", ["/refuse/{}/", "/api/v1/refuse/{}/"])
def test_other_pages_and_programs_are_told_the_same(client, monkeypatch, path, reason, seconds):
    monkeypatch.setitem(REFUSALS, "not_now", reason)
    answer = client.get(path.format("not_now"))
    assert (answer.status_code, answer["Retry-After"]) == (503, seconds)
    assert answer["Cache-Control"] == "no-store"
    if "api" in path:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unavailable"
