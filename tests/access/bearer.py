"""A header that shows a token of this person."""

from datetime import timedelta

from access import services


def bearer(user, *scopes: str) -> dict[str, str]:
    _token, clear = services.issue(user, name="Test", scopes=scopes, valid_for=timedelta(days=1))
    return {"authorization": f"Bearer {clear}"}
