import pytest
import time_machine
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from web import limits
from web.limits import LimitExceeded, check, client_network


def test_one_too_many_says_when_to_come_back():
    for _ in range(3):
        check("sign:address", "a@example.org", "3/hour")
    with pytest.raises(LimitExceeded) as refusal:
        check("sign:address", "a@example.org", "3/hour")
    assert 3590 < refusal.value.retry_after <= 3600


def test_subjects_and_scopes_are_apart():
    check("a", "x", "1/hour")
    check("a", "y", "1/hour")
    check("b", "x", "1/hour")
    with pytest.raises(LimitExceeded):
        check("a", "x", "1/hour")


def test_the_rate_comes_from_the_settings(settings):
    settings.LIMITS = {"scope": "2/10 minutes"}
    check("scope", "x")
    check("scope", "x")
    with pytest.raises(LimitExceeded):
        check("scope", "x")


def test_every_rate_in_the_settings_can_be_read(settings):
    for scope in settings.LIMITS:
        check(scope, "x")


def test_a_library_full_of_people_gets_through(settings):
    for _ in range(100):
        check("sign:network", "192.0.2.1/32")


def test_the_subject_is_not_stored():
    check("a", "somebody@example.org", "5/hour")
    assert "somebody" not in repr(vars(limits._limiter().storage))


def test_it_lets_through_when_redis_is_away(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._limiter.cache_clear()
    try:
        for _ in range(3):
            check("a", "x", "1/hour")
    finally:
        limits._limiter.cache_clear()


@pytest.fixture
def shared_counts(settings, monkeypatch):
    """Counts that processes share, and how often they were asked."""
    asked = []
    shared = MovingWindowRateLimiter(storage_from_string("memory://"))
    monkeypatch.setattr(limits, "_limiter", lambda: asked.append(1) or shared)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    return asked


def test_a_wide_limit_that_is_far_away_asks_nobody_else(shared_counts):
    for _ in range(12):
        check("sign:network", "192.0.2.1/32", "120/10 minutes")
    assert not shared_counts
    check("sign:network", "192.0.2.1/32", "120/10 minutes")
    assert shared_counts


def test_what_a_process_lets_through_begins_anew_with_each_window(shared_counts):
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(2):
            for _ in range(12):
                check("sign:network", "192.0.2.1/32", "120/10 minutes")
            clock.shift(600)
    assert not shared_counts


def test_and_holds_all_the_same(shared_counts):
    for _ in range(120 + 12):
        check("sign:network", "192.0.2.1/32", "120/10 minutes")
    with pytest.raises(LimitExceeded):
        check("sign:network", "192.0.2.1/32", "120/10 minutes")


def test_a_narrow_limit_is_always_asked_for(shared_counts):
    check("link:address", "x", "3/hour")
    assert shared_counts


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.7:1234", "192.0.2.7/32"),
        ("2001:db8:1:2ff:5::9", "2001:db8:1:200::/56"),
        ("[2001:db8:1:2ff::9]:443", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", "unknown"),
        ("unix", "unknown"),
    ],
)
def test_networks(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("hops", "forwarded", "network"),
    [
        (0, "198.51.100.1", "10.0.0.1/32"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1/32"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1/32"),
        (2, "198.51.100.1", "10.0.0.1/32"),
        (1, "", "unknown"),
    ],
)
def test_proxies_of_ours_are_believed_and_no_others(rf, settings, hops, forwarded, network):
    settings.TRUSTED_PROXIES = hops
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert client_network(request) == network
