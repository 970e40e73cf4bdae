"""What can be done about volunteering; one file per activity."""

from volunteers.services.clashing import Clash, event_at_that_time, shift_at_that_time
from volunteers.services.holding import hold_person, hold_shift, hold_shifts
from volunteers.services.joining import (
    CampaignIsClosed,
    Joining,
    choose_ways,
    confirm_supporter,
    join,
    joinable,
    leave_campaign,
    store_supporter,
    tell_of_oneself,
)
from volunteers.services.places import offer_free_places, release_run_out
from volunteers.services.signing_up import (
    ShiftIsClosed,
    TooYoung,
    Wish,
    accept_offer,
    answer_for_minor,
    confirm_signup,
    leave_shift,
    look_for_stand_in,
    sign_up,
    stand_in,
    store_signup,
    take_shift,
    takeable,
)

__all__ = [
    "CampaignIsClosed",
    "Clash",
    "Joining",
    "ShiftIsClosed",
    "TooYoung",
    "Wish",
    "accept_offer",
    "answer_for_minor",
    "choose_ways",
    "confirm_signup",
    "confirm_supporter",
    "event_at_that_time",
    "hold_person",
    "hold_shift",
    "hold_shifts",
    "join",
    "joinable",
    "leave_campaign",
    "leave_shift",
    "look_for_stand_in",
    "offer_free_places",
    "release_run_out",
    "shift_at_that_time",
    "sign_up",
    "stand_in",
    "store_signup",
    "store_supporter",
    "take_shift",
    "takeable",
    "tell_of_oneself",
]
