"""What every test starts from."""

import pytest
from django.core.cache import cache
from django.utils import translation

from pages.context import forget_instance
from web import limits


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """No page, no count and no language of the test before."""
    cache.clear()
    limits.reset()
    forget_instance()
    translation.deactivate()
