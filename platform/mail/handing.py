"""Handing one mail over, so that it is known afterwards whether it may have been taken."""

from __future__ import annotations

import smtplib
from enum import Enum, auto

from django.core.mail import EmailMessage, mailers

from mail.smtp import Handing

# Answers of a provider's API that say the mail was not taken, and is to be blamed for it.
BLAMED = {400, 406, 413, 422}


class Outcome(Enum):
    """What became of a mail. Only after UNKNOWN may it have been taken without our knowing."""

    TAKEN = auto()
    REFUSED = auto()  # for good, because of the address or the mail
    LATER = auto()  # not now; try this mail again
    AWAY = auto()  # not now, and the next mail will fare no better
    UNKNOWN = auto()


class Withheld(Exception):
    """Raised by `Handing.before`: this mail must not leave after all."""


class _Witness:
    """Passes on, and remembers how far the mail got."""

    def __init__(self, handing: Handing) -> None:
        self.handing = handing
        self.may_have_left = False

    def before(self) -> None:
        self.handing.before()
        self.may_have_left = True

    def after(self, *, is_taken: bool) -> None:
        self.may_have_left = is_taken
        self.handing.after(is_taken=is_taken)


def hand_over(message: EmailMessage, handing: Handing) -> Outcome:
    """Hand the mail to the default mailer, once. Raises Withheld, and nothing of the server's.

    `handing.before` is called at the last moment before the mail's bytes leave: with SMTP
    when the server has said that they may come. `handing.after` is called as soon as the
    server's answer is known.
    """
    mailer = mailers["default"]
    witness = _Witness(handing)
    try:
        if getattr(mailer, "announces", False):
            message.handing = witness  # type: ignore[attr-defined]
            mailer.send_messages([message])
        else:
            witness.before()
            mailer.send_messages([message])
            witness.after(is_taken=True)
    except Withheld:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a server's library throws
        outcome = _outcome(error, may_have_left=witness.may_have_left)
        if witness.may_have_left and outcome is not Outcome.UNKNOWN:
            witness.after(is_taken=False)
        return outcome
    return Outcome.TAKEN


def _outcome(error: Exception, *, may_have_left: bool) -> Outcome:
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _reason in error.recipients.values()]
            return Outcome.REFUSED if all(code >= 500 for code in codes) else Outcome.LATER
        case smtplib.SMTPDataError():
            return Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER
        case smtplib.SMTPResponseException():
            # About us, not about this mail: the sender, the login, the greeting.
            return Outcome.AWAY
    by_provider = _told_by_provider(error)
    if by_provider is not None:
        return by_provider
    if may_have_left:
        return Outcome.UNKNOWN
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Outcome.LATER
    if isinstance(error, ValueError):
        return Outcome.REFUSED  # an address that can't be written to
    return Outcome.AWAY


def _told_by_provider(error: Exception) -> Outcome | None:
    """What anymail's errors say; None for others, and where it can't be known."""
    from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress
    from anymail.exceptions import AnymailRecipientsRefused as Refused

    if isinstance(error, Refused | AnymailInvalidAddress):
        return Outcome.REFUSED
    if not isinstance(error, AnymailAPIError):
        return None
    code = error.status_code
    if code is None:
        return Outcome.AWAY if _never_connected(error) else None
    if code in BLAMED:
        return Outcome.REFUSED
    return Outcome.AWAY if 400 <= code < 500 else None


def _never_connected(error: Exception) -> bool:
    from requests.exceptions import ConnectionError as NoConnection
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    cause = error.__cause__
    if isinstance(cause, ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(cause, NoConnection) and isinstance(reason, NewConnectionError)
