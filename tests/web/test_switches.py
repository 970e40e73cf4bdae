"""Parts off and on: asked for cheaply, held while the database is away, and told to witnesses."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from web import switches
from web.held import forget_held
from web.models import PartSwitch

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(monkeypatch):
    """A part of its own, beside those of the product."""
    monkeypatch.setattr(switches, "_parts", dict(switches._parts))
    monkeypatch.setattr(switches, "_witnesses", [])
    forget_held(switches.KEY)
    switches.register("tests.lamp", "Lamp", "It is dark for a while.")
    return "tests.lamp"


@pytest.fixture
def clock(monkeypatch):
    """The time by which answers are held; move it by `clock[0] += seconds`."""
    now = [1000.0]
    monkeypatch.setattr("web.cache.time.monotonic", lambda: now[0])
    return now


def test_a_part_is_on_until_it_is_switched_off(part):
    assert switches.off(part) is None
    switches.require(part)
    switches.turn(part, is_on=False, sentence="Bis Montag.", actor="system")
    found = switches.off(part)
    assert (found.sentence, found.office) == ("It is dark for a while.", "Bis Montag.")
    assert str(found) == "It is dark for a while. Bis Montag."
    with pytest.raises(switches.PartIsOff) as refusal:
        switches.require(part)
    assert refusal.value.off == found
    switches.turn(part, is_on=True, actor="system")
    switches.require(part)


def test_it_asks_once_in_two_seconds(part, clock):
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            switches.off(part)
            switches.off("web.api")
    assert len(queries) == 1
    clock[0] += switches.KNOWN_FOR_SECONDS
    with CaptureQueriesContext(connection) as queries:
        switches.off(part)
        switches.off(part)
    assert len(queries) == 1


def test_another_process_follows_within_two_seconds(part, clock):
    switches.off(part)
    PartSwitch.objects.update_or_create(part=part, defaults={"is_on": False})
    assert switches.off(part) is None
    clock[0] += switches.KNOWN_FOR_SECONDS
    assert switches.off(part)


def test_the_last_answer_holds_while_the_database_is_away(part, clock, monkeypatch):
    switches.turn(part, is_on=False, actor="system")
    assert switches.off(part)
    asked = []

    def away():
        asked.append(1)
        raise OperationalError

    monkeypatch.setattr(switches, "_read", away)
    for _ in range(3):
        clock[0] += switches.KNOWN_FOR_SECONDS
        for _ in range(3):
            assert switches.off(part)
    assert len(asked) == 3, "each failed look holds every request up, so it is no more often"


def test_nothing_known_and_no_database_means_on(part, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(switches, "_read", away)
    switches.require(part)


def test_while_one_asks_the_others_go_on_with_the_last_answer(part, clock, monkeypatch):
    switches.off(part)
    clock[0] += switches.KNOWN_FOR_SECONDS
    seen = []

    def slowly():
        seen.append(switches.off(part))
        return {part: ""}

    monkeypatch.setattr(switches, "_read", slowly)
    assert switches.off(part)
    assert seen == [None]


def test_witnesses_are_told_when_something_changed_and_only_then(part):
    told = []
    switches.witness(lambda part, is_on, actor: told.append((part.name, is_on, actor)))
    switches.turn(part, is_on=True, actor="a")
    switches.turn(part, is_on=False, actor="b")
    switches.turn(part, is_on=False, sentence="Noch länger.", actor="c")
    switches.turn(part, is_on=True, actor="d")
    assert told == [(part, False, "b"), (part, True, "d")]


def test_a_witness_who_fails_leaves_the_part_as_it_was(part):
    def fails(*_told):
        raise ValueError("not written")

    switches.witness(fails)
    with pytest.raises(ValueError, match="not written"):
        switches.turn(part, is_on=False, actor="a")
    assert switches.off(part) is None


def test_a_part_that_no_release_knows_any_more_is_nobodys_concern(part):
    PartSwitch.objects.create(part="old.thing", is_on=False)
    assert "old.thing" not in switches._read()


def test_each_part_has_its_row_after_migrating():
    assert set(PartSwitch.objects.values_list("part", flat=True)) == set(switches.parts())


def test_the_api_says_so_as_a_problem(client):
    switches.turn("web.api", is_on=False, sentence="Bis morgen.", actor="system")
    for answer in (client.get("/api/v1/entries/"), client.post("/api/plain/")):
        assert answer.status_code == 503
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Cache-Control"] == "no-store"
        assert answer.json()["code"] == "part_is_off"
        assert "Bis morgen." in answer.json()["detail"]
    assert client.get("/de/page/").status_code == 200
