"""Logs hold no personal data: what slips into a line is blacked out before it is written."""

import logging
import re
from typing import Any

# A secret of privacy.secrets is 43 URL-safe characters long; nothing else in a path is.
_SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+\.[^\s<>\"'(),;:]+")


# Entries that later processors need as the objects they are.
_OBJECTS = ("exc_info", "_record", "_from_structlog")


def redact(text: str) -> str:
    """Return the text with mailed secrets and e-mail addresses replaced.

    >>> redact("GET /de/me/" + "x" * 43 + "/ for ada@example.org")
    'GET /de/me/[secret]/ for [address]'
    """
    return _ADDRESS.sub("[address]", _SECRET.sub("[secret]", text))


class Redact(logging.Filter):
    """For the standard library's loggers; django.request logs the path of refused requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _redacted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_redacted(one) for one in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _redacted(one) for name, one in record.args.items()}
        return True


def redact_event(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The same as a structlog processor; put it before the renderer."""
    return {name: value if name in _OBJECTS else _redacted(value) for name, value in event.items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, bool | int | float | None):
        return value
    shown = str(value)
    hidden = redact(shown)
    return value if hidden == shown else hidden
