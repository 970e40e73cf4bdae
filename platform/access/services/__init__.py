"""What happens to tokens, and to requests that must have one effect."""

from access.services.once import Answer, KeyIsUsed, answer_once, forget_answers
from access.services.tokens import issue, look_up, revoke

__all__ = ["Answer", "KeyIsUsed", "answer_once", "forget_answers", "issue", "look_up", "revoke"]
