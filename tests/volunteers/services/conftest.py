from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are matched by their English words."""
    with translation.override("en"):
        yield
