"""Mailboxes that are thrown away after use."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

DOMAINS = Path(__file__).parent / "data" / "disposable_domains.toml"


def disposable_domain(email: str) -> str:
    """The listed domain that an address belongs to, itself or as a subdomain; else empty."""
    parts = email.rpartition("@")[2].strip().lower().split(".")
    known = _shipped().union(settings.DISPOSABLE_DOMAINS)
    for start in range(len(parts) - 1):
        domain = ".".join(parts[start:])
        if domain in known:
            return domain
    return ""


@cache
def _shipped() -> frozenset[str]:
    return frozenset(tomllib.loads(DOMAINS.read_text())["domains"])
