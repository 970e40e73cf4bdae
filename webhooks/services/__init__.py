"""What can be done with webhooks; one file per activity."""

from webhooks.services.delivering import anything_due, give_up_of_who_left, take_turn
from webhooks.services.endpoints import (
    add,
    change,
    pause,
    ping,
    redeliver,
    remove,
    resume,
    rotate,
)
from webhooks.services.telling import News, listeners, tell, tell_all, url_of, was_told

__all__ = [
    "News",
    "add",
    "anything_due",
    "change",
    "give_up_of_who_left",
    "listeners",
    "pause",
    "ping",
    "redeliver",
    "remove",
    "resume",
    "rotate",
    "take_turn",
    "tell",
    "tell_all",
    "url_of",
    "was_told",
]
