"""A solved challenge helps once, past the limit only, and only for what it was made for."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.core.cache import cache

from web import proof
from web.limits import LimitExceeded
from web.proof import ProofWanted, check_or_prove, is_solved, new_challenge

ABOUT = "sign:wahlrecht"
LIMITS = {"act": "2/hour", "act:proven": "3/hour"}


@pytest.fixture(autouse=True)
def _quickly(monkeypatch, settings):
    monkeypatch.setattr(proof, "ROUNDS", 2)
    monkeypatch.setattr(proof, "TRIES", range(3, 6))
    settings.LIMITS = LIMITS


def solved(challenge: str) -> str:
    """What the widget sends for it."""
    asked = Challenge.from_dict(json.loads(challenge))
    return Payload(asked, solve_challenge(asked)).to_base64()


def changed(solution: str, **parameters: object) -> str:
    payload = json.loads(base64.b64decode(solution))
    payload["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(payload).encode()).decode()


def act(solution: str = "", about: str = ABOUT) -> None:
    check_or_prove("act", "192.0.2.1/32", about=about, solution=solution)


def test_within_the_limit_nobody_is_asked_and_no_proof_is_used_up():
    solution = solved(new_challenge(ABOUT))
    act(solution)
    act()
    act(solution)


def test_past_it_a_challenge_is_given_and_its_solution_goes_through():
    act()
    act()
    with pytest.raises(ProofWanted) as wanted:
        act()
    assert 3590 < wanted.value.retry_after <= 3600
    assert not wanted.value.again
    act(solved(wanted.value.challenge))


def test_each_solution_helps_once():
    act()
    act()
    solution = solved(new_challenge(ABOUT))
    act(solution)
    with pytest.raises(ProofWanted) as wanted:
        act(solution)
    assert wanted.value.again
    act(solved(wanted.value.challenge))


def test_past_the_second_limit_everybody_is_refused():
    act()
    act()
    for _ in range(3):
        act(solved(new_challenge(ABOUT)))
    with pytest.raises(LimitExceeded) as refusal:
        act(solved(new_challenge(ABOUT)))
    assert not isinstance(refusal.value, ProofWanted)


def test_of_many_at_once_one_passes():
    solution = solved(new_challenge(ABOUT))
    with ThreadPoolExecutor(20) as pool:
        passed = list(pool.map(lambda _: is_solved(solution, ABOUT), range(60)))
    assert passed.count(True) == 1


def test_it_is_for_one_petition_and_for_ten_minutes(time_machine):
    time_machine.move_to("2026-11-24 12:00", tick=False)
    solution = solved(new_challenge(ABOUT))
    assert not is_solved(solution, "sign:another")
    time_machine.shift(601)
    assert not is_solved(solution, ABOUT)
    time_machine.shift(-2)
    assert is_solved(solution, ABOUT)


def test_it_is_remembered_for_longer_than_it_is_good(monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, value, seconds: not kept.append(seconds))
    is_solved(solved(new_challenge(ABOUT)), ABOUT)
    assert kept[0] > proof.VALID_SECONDS


def test_without_the_work_it_is_nothing():
    asked = json.loads(new_challenge(ABOUT))
    for answer in ({"counter": 0, "derivedKey": "00" * 32}, {"counter": 4, "derivedKey": ""}):
        sent = base64.b64encode(json.dumps({"challenge": asked, "solution": answer}).encode())
        assert not is_solved(sent.decode(), ABOUT)


@pytest.mark.parametrize(
    "change",
    [
        {"expiresAt": 9_999_999_999},
        {"data": {"about": "sign:another"}},
        {"cost": 1},
        {"keyPrefix": ""},
        {"keySignature": ""},
        {"data": None},
    ],
)
def test_a_challenge_that_was_changed_is_not_ours(change):
    about = "sign:another" if "data" in change else ABOUT
    assert not is_solved(changed(solved(new_challenge(ABOUT)), **change), about)


def test_another_secret_key_signs_no_challenge_of_ours(settings):
    solution = solved(new_challenge(ABOUT))
    settings.SECRET_KEY = "another"
    assert not is_solved(solution, ABOUT)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "solution",
    [
        "",
        "\x00",
        "ü",
        "x" * 100_000,
        b64("no json"),
        b64("[]"),
        b64("null"),
        b64("{}"),
        b64('{"challenge": [], "solution": 1}'),
        b64('{"challenge": {"parameters": {}}, "solution": {}}'),
        b64('{"challenge": {"parameters": []}, "solution": {"counter": 1, "derivedKey": 2}}'),
        b64("[" * 2900),
    ],
)
def test_anything_else_is_no_solution(solution):
    assert is_solved(solution, ABOUT) is False


def test_without_redis_it_helps_as_no_limit_holds_then_either(settings):
    settings.CACHES = {
        "default": {"BACKEND": "web.redis_cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert is_solved(solved(new_challenge(ABOUT)), ABOUT)


def test_as_shipped_it_takes_at_least_four_hundred_thousand_rounds(monkeypatch):
    monkeypatch.undo()
    parameters = json.loads(new_challenge(ABOUT))["parameters"]
    assert parameters["algorithm"] == "PBKDF2/SHA-256"
    assert parameters["cost"] * min(proof.TRIES) == 400_000
    assert len(parameters["keyPrefix"]) == 32, "only the one counter fits"
