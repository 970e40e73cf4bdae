import pytest

from privacy.person import person_key

from .things import letter_model


@pytest.fixture
def ada():
    """The person key of ada@example.org."""
    return person_key("ada@example.org")


@pytest.fixture
def bob():
    """The person key of bob@example.org."""
    return person_key("bob@example.org")


@pytest.fixture
def letter(transactional_db):
    """A throwaway model with encrypted fields."""
    with letter_model() as model:
        yield model
