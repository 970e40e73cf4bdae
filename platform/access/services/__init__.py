"""What happens to tokens, and to requests that must have one effect."""

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
    "KeyIsUsed",
    "answer_once",
    "forget_answers",
    "forget_tokens",
    "issue",
    "look_up",
    "remind",
    "revoke",
]
