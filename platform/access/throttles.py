"""How often programs may call: by network without a token, by token with one, and said so."""

from rest_framework.request import Request
from rest_framework.response import Response

from access.authentication import Grant
from web.limits import Allowance, allowance, check, client_network, policy


def count(request: Request) -> None:
    """Count this call. Raises web.limits.LimitExceeded."""
    check(*_whose(request), is_exact=True)


def tell(request: Request, response: Response) -> None:
    """Say the limit, as the IETF's draft for RateLimit header fields has it.

    What is left is said to whoever has a token, and in refusals: other answers may be kept
    by a cache and shown to others, whose count it is not.
    """
    scope, subject = _whose(request)
    most, seconds = policy(scope)
    response["RateLimit-Policy"] = f'"{scope}";q={most};w={seconds}'
    if isinstance(request.auth, Grant) or response.status_code == 429:
        left: Allowance = allowance(scope, subject)
        response["RateLimit"] = f'"{scope}";r={left.remaining};t={left.resets_in}'


def _whose(request: Request) -> tuple[str, str]:
    if isinstance(request.auth, Grant):
        return "api:token", request.auth.name
    return "api:network", client_network(request._request)
