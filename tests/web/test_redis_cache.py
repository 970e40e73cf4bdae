"""A Redis that is away costs speed and counts against abuse, and fails nobody."""

import pytest
from django.core.cache import cache


@pytest.fixture
def redis_is_away(settings):
    settings.CACHES = {
        "default": {"BACKEND": "web.redis_cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }


def test_nothing_is_known_and_nothing_kept(redis_is_away):
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a"]) == {}
    assert cache.set("a", 1) is None
    assert cache.add("a", 1)
    assert not cache.delete("a")
