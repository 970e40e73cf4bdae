"""What happens to tokens, and to requests that must have one effect."""

from access.services.applications import (
    Application,
    applications_of,
    forget_expired,
    give_new_secret,
    register,
    stop,
    way_back_of,
)
from access.services.ending import number_of_programs, stop_all, takes_codes
from access.services.once import Answer, KeyIsUsed, answer_once, forget_answers
from access.services.tokens import (
    KEPT_AFTERWARDS,
    AlreadyIssued,
    forget_tokens,
    issue,
    look_up,
    remind,
    revoke,
)

__all__ = [
    "KEPT_AFTERWARDS",
    "AlreadyIssued",
    "Answer",
    "Application",
    "KeyIsUsed",
    "answer_once",
    "applications_of",
    "forget_answers",
    "forget_expired",
    "forget_tokens",
    "give_new_secret",
    "issue",
    "look_up",
    "number_of_programs",
    "register",
    "remind",
    "revoke",
    "stop",
    "stop_all",
    "takes_codes",
    "way_back_of",
]
