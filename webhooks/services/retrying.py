"""What a failure means: try again, pause the endpoint, or give the message up."""

from __future__ import annotations

from datetime import datetime, timedelta

from webhooks.models import Delivery, Endpoint
from webhooks.sending import Error, Outcome
from webhooks.services.telling_owners import tell_owners
from webhooks.services.waiting import (
    LONGEST_WISH,
    OURS_AGAIN_AFTER,
    TRIED_FOR,
    next_attempt,
    rest,
)

State = Delivery.State
# Nobody was there to answer, so the next message would fare no better.
NOBODY_THERE = {Error.DNS, Error.ADDRESS, Error.CONNECT, Error.TLS, Error.TIMEOUT}


def note_failure(endpoint: Endpoint, row: Delivery, outcome: Outcome, now: datetime) -> None:
    """Change the delivery's row, which the caller saves; both rows are held."""
    if outcome.error == Error.OURS:
        row.state, row.next_at = State.FAILED, now + OURS_AGAIN_AFTER
        return None
    if outcome.error == Error.LEFT:
        row.state, row.finished_at = State.GIVEN_UP, now
        return None
    endpoint.failing_since = endpoint.failing_since or now
    row.failing_since = row.failing_since or now
    row.state = State.FAILED
    row.next_at = next_attempt(row.failing_since, now)
    wish = min(outcome.retry_after or timedelta(), LONGEST_WISH)
    row.next_at = max(row.next_at, now + wish)
    if outcome.error == Error.GONE:
        return _pause(endpoint, Endpoint.Pause.GONE, row, now)
    if now >= endpoint.failing_since + TRIED_FOR:
        return _pause(endpoint, Endpoint.Pause.FAILING, row, now)
    if now >= row.failing_since + TRIED_FOR:
        # Others came through meanwhile: it is this message that they don't take.
        row.state, row.finished_at = State.GIVEN_UP, now
    rests = rest(endpoint.failing_since, now) if outcome.error in NOBODY_THERE else timedelta()
    rests = max(rests, wish)
    endpoint.rests_until = now + rests if rests else None
    endpoint.save(update_fields=["failing_since", "rests_until"])
    return None


def _pause(endpoint: Endpoint, why: str, row: Delivery, now: datetime) -> None:
    """Leave it alone until somebody resumes it; what waits, waits. Its owners get one mail."""
    row.next_at = now
    endpoint.save(update_fields=["failing_since"])
    active = Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE)
    if active.update(state=Endpoint.State.PAUSED, pause=why):
        tell_owners(endpoint)
