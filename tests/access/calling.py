"""Calling the organisers' side by program, and what a refusal looks like."""

from typing import Any

from django.test import Client

from tests.access.bearer import bearer


def call(
    user: Any, method: str, path: str, body: Any = None, *, scopes: list[str], **headers: str
) -> Any:
    """As this user with a token of these scopes; `headers` as `if_match="…"`."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    kind = {} if method == "get" else {"content_type": "application/json"}
    return getattr(Client(), method)(path, body, headers=bearer(user, *scopes) | more, **kind)


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Assert it; the problem."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    return answer.json()
