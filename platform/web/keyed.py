"""Codes that stand for something which must not be kept: the same for the same, under our key."""

import hmac
from functools import cache
from hashlib import sha256

from django.conf import settings


def keyed_code(salt: str, text: str) -> str:
    """HMAC-SHA-256 in 64 hex digits: Django's `salted_hmac`, whose key is made once.

    Give each use a salt of its own, a constant. Of `text` nothing is remembered.
    """
    return hmac.digest(_key(salt, settings.SECRET_KEY), text.encode(), "sha256").hex()


@cache
def _key(salt: str, secret: str) -> bytes:
    return sha256(salt.encode() + secret.encode()).digest()
