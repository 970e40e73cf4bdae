"""Which addresses we call: public ones only, so that nobody reaches our own network by us."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

import idna
from django.conf import settings

# What is routed as public today. The rest of IPv6 is private, mapped, translated (NAT64), or
# not given out.
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# Carry an IPv4 address inside that nobody would look at: Teredo and 6to4.
TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))


class NotCalled(ValueError):
    """An address that we never call. `reason` is one of the words below."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


# Reasons.
NO_ADDRESS, NO_HTTPS, WITH_PASSWORD, NOT_PUBLIC = "no_address", "no_https", "password", "private"


def target(url: str) -> SplitResult:
    """The parts of an address that may be called, as far as can be told without asking DNS.

    Raises NotCalled.
    """
    try:
        parts = urlsplit(url)
        host = host_of(parts)
        _port = parts.port
    except ValueError:
        raise NotCalled(NO_ADDRESS) from None
    if parts.scheme not in ("http", "https") or parts.fragment or not url.isascii():
        raise NotCalled(NO_ADDRESS)
    if any(letter <= " " for letter in url):
        raise NotCalled(NO_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise NotCalled(WITH_PASSWORD)
    if settings.WEBHOOKS_ALLOW_PRIVATE:
        return parts
    if parts.scheme != "https":
        raise NotCalled(NO_HTTPS)
    number = _number(host)
    if number is not None and not is_public(number):
        raise NotCalled(NOT_PUBLIC)
    if number is None and ("." not in host or host.endswith((".localhost", ".local"))):
        raise NotCalled(NOT_PUBLIC)
    return parts


def host_of(parts: SplitResult) -> str:
    """The host as DNS and certificates know it. Raises ValueError where there is none."""
    host = parts.hostname or ""
    if _number(host) is not None:
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        raise ValueError("No host.") from None


def may_call(address: str) -> bool:
    """Whether we connect to this numeric address."""
    number = _number(address)
    return number is not None and (settings.WEBHOOKS_ALLOW_PRIVATE or is_public(number))


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Neither private, loopback, link-local, multicast, carrier-grade NAT, nor one that hides
    such a one inside."""
    if isinstance(number, IPv6Address):
        in_use = number in GLOBAL_UNICAST and not any(number in tunnel for tunnel in TUNNELS)
        return in_use and number.is_global
    return number.is_global and not number.is_multicast and not number.is_reserved


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
