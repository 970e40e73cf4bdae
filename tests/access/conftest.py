from datetime import timedelta

import pytest

from access import services
from accounts.models import User


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user("ada@example.org")


@pytest.fixture
def issued(user):
    """Issue a token for `user` and return it with the header that shows it."""

    def issued(*scopes: str, valid_for: timedelta = timedelta(days=30)):
        token, clear = services.issue(
            user, name="CRM", scopes=scopes or ["events:write"], valid_for=valid_for
        )
        return token, {"authorization": f"Bearer {clear}"}

    return issued
