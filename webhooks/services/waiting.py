"""How long what waits: the table of docs/webhooks.md."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

# So many to one endpoint at the same time.
AT_ONCE = 2
# Longer than an attempt takes.
LEASE = timedelta(seconds=60)

# When a delivery is tried again, counted from its first failure.
AGAIN_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=20),
    timedelta(hours=34),
    timedelta(hours=52),
    timedelta(days=3),
)
TRIED_FOR = AGAIN_AFTER[-1]
# So much later at random, in parts of the pause before, so that not all come back at once.
JITTER = 0.1

# Where nobody answers at all, the whole endpoint is left alone for as long as it has failed.
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
# A receiver that asks for more is asked again all the same: it may have meant milliseconds.
LONGEST_WISH = timedelta(days=1)

# What failed before it left is nobody's failure there.
OURS_AGAIN_AFTER = timedelta(minutes=5)

# For as long as a receiver may know the old key alone.
OLD_KEY_COUNTS = timedelta(hours=24)
# What a message says is emptied then; that it was, stays a year.
DATA_KEPT = timedelta(days=30)
LOG_KEPT = timedelta(days=365)


def next_attempt(failing_since: datetime, now: datetime) -> datetime:
    """When to try again; the last time is three days after the first failure, and no later."""
    end = failing_since + TRIED_FOR
    for after in AGAIN_AFTER:
        at = failing_since + after
        if at > now:
            return min(at + (at - now) * random.uniform(0, JITTER), end)  # noqa: S311
    return end


def rest(failing_since: datetime, now: datetime) -> timedelta:
    return min(max(now - failing_since, SHORTEST_REST), LONGEST_REST)
