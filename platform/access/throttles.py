"""How often programs may call: by network without a token, by token with one, and said so."""

from typing import NamedTuple

from rest_framework.request import Request
from rest_framework.response import Response

from access.authentication import Grant
from web.limits import allowance, check, client_network, policy

TOKEN, NETWORK = "api:token", "api:network"


class Counted(NamedTuple):
    """Whose limit a call uses up: a scope of web.limits, and who that is there."""

    scope: str
    subject: str


def whose(request: Request) -> Counted:
    """The token's own, where it opens something; whoever shows another is a network."""
    if isinstance(request.auth, Grant):
        return Counted(TOKEN, request.auth.name)
    return Counted(NETWORK, client_network(request._request))


def count(counted_for: Counted) -> None:
    """Count this call. Raises web.limits.LimitExceeded."""
    check(*counted_for, is_exact=True)


def tell(counted_for: Counted, response: Response) -> None:
    """Say the limit, as the IETF's draft for RateLimit header fields has it.

    What is left is said to whoever has a token, and where it is refused who calls or how
    often: other answers may be kept by a cache and shown to others, whose count it is not.
    """
    scope = counted_for.scope
    most, seconds = policy(scope)
    response["RateLimit-Policy"] = f'"{scope}";q={most};w={seconds}'
    if scope == TOKEN or response.status_code in (401, 429):
        left = allowance(*counted_for)
        response["RateLimit"] = f'"{scope}";r={left.remaining};t={left.resets_in}'
