"""Jobs about programmes; events.tasks brings them in."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from events import programme_emails
from events.models import ProgrammeEntry
from events.services.programme_telling import Deed, people_to_tell
from jobs.registry import handler

# Which state a deed left behind; where it has changed since, the newer deed writes.
LEAVES = {
    "handed_in": {"handed_in", "accepted"},
    "placed": {"handed_in", "accepted"},
    "proposed": {"handed_in", "accepted"},
    "agreed": {"handed_in", "accepted"},
    "refused": {"handed_in", "accepted"},
}


@handler("events.programme_tell")
def tell(payload: dict[str, Any]) -> None:
    """Write to one organiser, unless something else has happened since."""
    entries = ProgrammeEntry.objects.select_related("event", "programme")
    entry = entries.filter(pk=payload["entry"]).first()
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if entry is None or user is None:
        return
    deed = payload["deed"]
    # Whoever has left the organisation since, or may not decide any more, is not told.
    is_concerned = user.pk in people_to_tell(entry, Deed(deed))
    if is_concerned and entry.state in LEAVES.get(deed, {deed}):
        programme_emails.send_programme_news(entry, deed, user)
