"""Calling the organisers' side by program, and what a refusal looks like."""

from typing import Any

from django.test import Client

from tests.access.bearer import bearer


def call(
    user: Any, method: str, path: str, body: Any = None, *, scopes: list[str], **headers: str
) -> Any:
    """As this user with a token of these scopes; `headers` as `if_match="…"`."""
    return caller(user, *scopes)(method, path, body, **headers)


def caller(user: Any, *scopes: str) -> Any:
    """`call` as this user, time after time with one token: a key is known by it."""
    token = bearer(user, *scopes)

    def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if method == "get" else {"content_type": "application/json"}
        return getattr(Client(), method)(path, body, headers=token | more, **kind)

    return send


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Assert it; the problem."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    return answer.json()
