"""Redis as a cache that may be away: then nothing is known, nothing is kept, and work goes on."""

from contextlib import AbstractContextManager
from typing import Any

import structlog
from django.core.cache.backends import redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class RedisCache(redis.RedisCache):
    """Django's own, for what may be forgotten at any time: pages, and counts against abuse.

    `add` says yes while Redis is away. allauth locks its counts by it, and nobody could log
    in; whoever lets something happen just once by it has to know that it doesn't hold then.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with _PerhapsAway():
            return super().get(key, default, version)
        return default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        with _PerhapsAway():
            return super().get_many(keys, version)
        return {}

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with _PerhapsAway():
            return super().add(*args, **kwargs)
        return True

    def set(self, *args: Any, **kwargs: Any) -> None:
        with _PerhapsAway():
            super().set(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        with _PerhapsAway():
            return super().delete(*args, **kwargs)
        return False


class _PerhapsAway(AbstractContextManager[None, bool]):
    """What is done within may fail for want of Redis; then it goes on behind."""

    def __exit__(self, kind: object, error: object, where: object) -> bool:
        if not isinstance(error, RedisError):
            return False
        log.warning("cache_away", error=type(error).__name__)
        return True
