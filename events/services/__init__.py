"""What can be done with events; one file per activity."""

from events.services.drafting import (
    announce_speakers,
    change,
    create_event,
    create_venue,
    give_notice,
    set_languages,
    show_picture,
    write_text,
)
from events.services.hosting import (
    accept,
    allow_editing,
    decline,
    hand_lead_on,
    invite,
    request,
    withdraw,
)
from events.services.lifecycle import (
    cancel,
    confirm,
    delete_draft,
    hold_at,
    postpone,
    what_is_missing,
)

__all__ = [
    "accept",
    "allow_editing",
    "announce_speakers",
    "cancel",
    "change",
    "confirm",
    "create_event",
    "create_venue",
    "decline",
    "delete_draft",
    "give_notice",
    "hand_lead_on",
    "hold_at",
    "invite",
    "postpone",
    "request",
    "set_languages",
    "show_picture",
    "what_is_missing",
    "withdraw",
    "write_text",
]
