"""Jobs: they fetch, delegate, and are safe to run twice. Each file registers its own."""

from volunteers.tasks import (
    claims,
    coordinating,
    joining,
    places,
    signing_up,
    teams,
    thanking,
)

__all__ = [
    "claims",
    "coordinating",
    "joining",
    "places",
    "signing_up",
    "teams",
    "thanking",
]
