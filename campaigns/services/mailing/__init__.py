"""News by mail, one file per activity. The way of a mailing: `prepare`, `schedule` or `start`,
then jobs gather and send; `pause`, `resume`, `cancel` meanwhile."""

from campaigns.services.mailing.lanes import go_on, wake
from campaigns.services.mailing.recovering import recover
from campaigns.services.mailing.running import take_turn
from campaigns.services.mailing.starting import (
    cancel,
    pause,
    prepare,
    resume,
    schedule,
    send_uncertain_again,
    start,
    start_due,
    unschedule,
)
from campaigns.services.mailing.testing import send_test
from campaigns.services.mailing.unsubscribing import unsubscribe

__all__ = [
    "cancel",
    "go_on",
    "pause",
    "prepare",
    "recover",
    "resume",
    "schedule",
    "send_test",
    "send_uncertain_again",
    "start",
    "start_due",
    "take_turn",
    "unschedule",
    "unsubscribe",
    "wake",
]
