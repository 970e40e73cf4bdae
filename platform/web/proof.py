"""A small task for the asker's device, where a limit by network would refuse a person (ADR 11).

Behind one address stand a library, a stall or a mobile carrier; past the limit nobody can tell
them from a machine. So whoever lets their device work for a few seconds goes on, up to a second,
far wider limit, `<scope>:proven`. The task is altcha's: PBKDF2 until a counter is found.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from web.limits import LimitExceeded, check

ALGORITHM = "PBKDF2/SHA-256"
# Rounds of PBKDF2 for each try, and how many tries lead to the counter: 400,000 to 800,000
# rounds, a third of a second on a computer and some seconds on an old phone. Never many more: the
# counter is chosen, not left to luck.
ROUNDS = 2000
TRIES = range(200, 401)
# Time for people who read slowly or go on typing; a used one is remembered as long.
VALID_SECONDS = 600
# What altcha's widget sends is a fifth of it.
LONGEST_SOLUTION = 4000


class ProofWanted(LimitExceeded):
    """Past the limit, but a solved challenge would be let through. `challenge` is JSON.

    `again` says that one was sent and not good: expired, used, or for something else.
    """

    def __init__(self, retry_after: int, challenge: str, again: bool) -> None:
        super().__init__(retry_after)
        self.challenge = challenge
        self.again = again


def check_or_prove(scope: str, subject: str, *, about: str, solution: str = "") -> None:
    """`limits.check`, where a solved challenge about the same thing helps past the limit.

    Raises ProofWanted past the limit, and LimitExceeded past `<scope>:proven`.
    """
    try:
        check(scope, subject)
    except LimitExceeded as limit:
        if not (solution and is_solved(solution, about)):
            again = bool(solution)
            raise ProofWanted(limit.retry_after, new_challenge(about), again) from None
        check(f"{scope}:proven", subject)


def new_challenge(about: str) -> str:
    """A signed challenge as JSON, good for one solution about this within ten minutes."""
    challenge = create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=secrets.choice(TRIES),
        expires_at=int(time.time()) + VALID_SECONDS,
        data={"about": about},
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return json.dumps(challenge.to_dict())


def is_solved(solution: str, about: str) -> bool:
    """Whether this solves a challenge of ours about this, and is the first that does so.

    Of many at once one passes: `cache.add` is one step, in Redis as in memory. Memory is each
    process's own, so there one may pass in each; without Redis, each passes, as each limit does.
    """
    if len(solution) > LONGEST_SOLUTION:
        return False
    try:
        result = verify_solution(solution, _key("challenge"), hmac_key_secret=_key("solution"))
        parameters: Any = Payload.from_base64(solution).challenge.parameters
        is_about_this = (parameters.data or {}).get("about") == about
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Not what the widget sends.
        return False
    if not (result.verified and is_about_this):
        return False
    return cache.add(f"proof:{parameters.nonce}", 1, VALID_SECONDS + 60)


def _key(purpose: str) -> str:
    return salted_hmac("web.proof", purpose, algorithm="sha256").hexdigest()
