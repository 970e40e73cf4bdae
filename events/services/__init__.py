"""What can be done with events; one file per activity."""

from events.services.drafting import (
    announce_speakers,
    change,
    change_venue,
    create_event,
    create_venue,
    give_notice,
    set_languages,
    show_picture,
    write_text,
    write_venue_text,
)
from events.services.hosting import (
    accept,
    allow_editing,
    ask_venue,
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
from events.services.places import offer_free_places, release_run_out
from events.services.registering import (
    RegistrationIsClosed,
    Wish,
    accept_offer,
    change_capacity,
    register,
)
from events.services.registering import cancel as cancel_registration
from events.services.registering import confirm as confirm_registration
from events.services.registering import store as store_registration

__all__ = [
    "RegistrationIsClosed",
    "Wish",
    "accept",
    "accept_offer",
    "allow_editing",
    "announce_speakers",
    "ask_venue",
    "cancel",
    "cancel_registration",
    "change",
    "change_capacity",
    "change_venue",
    "confirm",
    "confirm_registration",
    "create_event",
    "create_venue",
    "decline",
    "delete_draft",
    "give_notice",
    "hand_lead_on",
    "hold_at",
    "invite",
    "offer_free_places",
    "postpone",
    "register",
    "release_run_out",
    "request",
    "set_languages",
    "show_picture",
    "store_registration",
    "what_is_missing",
    "withdraw",
    "write_text",
    "write_venue_text",
]
