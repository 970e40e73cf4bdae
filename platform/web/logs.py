"""Logs that say what happened, never to whom: no address, browser, query string or secret."""

import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

DROPPED = ("ip", "user_agent", "user_id")
# Links in mails carry a secret after one of these words.
SECRET_AFTER = re.compile(
    r"/(confirm|confirm-email|me|news|withdraw|unsubscribe|invitation|key)/[^/\s?\"']+"
)
# Whatever else looks like 32 random url-safe bytes.
SECRET_LIKE = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?=[/\s?\"']|$)")
QUERY = re.compile(r"(?<=[^\s?])\?[^\s\"']+")
MAIL_ADDRESS = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")


def masked(text: str) -> str:
    """The text without secrets in paths, query strings and mail addresses."""
    return MAIL_ADDRESS.sub("<address>", without_secrets(QUERY.sub("", text)))


def without_secrets(text: str) -> str:
    """The text without the secrets of links in mails; all else as it was written."""
    return SECRET_LIKE.sub("…", SECRET_AFTER.sub(r"/\1/…", text))


def mask(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    for name in DROPPED:
        event.pop(name, None)
    for name, value in event.items():
        if isinstance(value, str) and not name.startswith("_"):
            event[name] = masked(value)
    return event


def frames_only(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Say where an exception came from, without its message: that may quote what was typed."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["exception"] = _frames(info[1])
    return event


def logging_settings(*, json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: every logger, ours and others', through the same masking to stderr."""
    renderer: list[Processor] = (
        [frames_only, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *renderer,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level},
            # At DEBUG it writes each statement with what people typed.
            "django.db.backends": {"level": "INFO"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # django-structlog says each refusal and failure already, with its request's id.
            "django.request": {"level": "CRITICAL"},
        },
    }


def configure(level: str) -> None:
    """Send structlog's events the way of the standard library's (called by WebConfig.ready).

    What is below the level is dropped before anything is made of it: two lines a request.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def _frames(exception: BaseException) -> list[dict[str, Any]]:
    chain: list[dict[str, Any]] = []
    current: BaseException | None = exception
    while current is not None and len(chain) < 10:
        stack = traceback.extract_tb(current.__traceback__)
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in stack]
        chain.append({"type": type(current).__qualname__, "frames": frames})
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return chain


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    mask,
]
