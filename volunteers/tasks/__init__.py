"""Jobs: they fetch, delegate, and are safe to run twice. Each file registers its own."""

from volunteers.tasks import joining, places

__all__ = ["joining", "places"]
from volunteers.tasks import (
    places,
    thanking,
)

__all__ = [
    "places",
    "thanking",
]
from volunteers.tasks import claims, places

__all__ = ["claims", "places"]
