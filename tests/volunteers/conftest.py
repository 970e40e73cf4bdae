import pytest

from accounts.models import User


@pytest.fixture
def actor(db) -> User:
    """Somebody whose deeds the trail tells of."""
    return User.objects.create_user("kim@example.org")
