"""The mails of an account: allauth says which, a job sends them.

A job's row must hold neither an address nor a link that opens an account, so the letter
lies in it sealed: encrypted with the keys that guard names and addresses at rest.
"""

from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext_noop as _

from jobs.services import enqueue
from privacy.sealed import seal

# allauth's name for a mail, and the template here.
LETTERS = {
    "account/email/email_confirmation_signup": "accounts/emails/confirm_address",
    "account/email/email_confirmation": "accounts/emails/confirm_address",
    "account/email/password_reset_key": "accounts/emails/reset_password",
    "account/email/account_already_exists": "accounts/emails/account_exists",
    "account/email/unknown_account": "accounts/emails/account_unknown",
}
CHANGED = "account/email/password_changed"
SET_ANEW = "account/email/password_reset"
SET_FIRST = "account/email/password_set"
# What changed, in one sentence each; all of them are sent as one template. The sentence is
# translated where the mail is rendered.
CHANGES = {
    CHANGED: _("Your password was changed."),
    SET_ANEW: _("Your password was set anew by a link in an e-mail."),
    SET_FIRST: _("A password was set."),
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "mfa/email/totp_activated": _("An authenticator app was added to your login."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your login."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made."),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your login."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your login."),
}
CHANGE_LETTER = "accounts/emails/account_changed"
# What a notice says of the programs that act for the account.
STOPPED, GOING_ON = "stopped", "going on"
KEPT = (
    "activate_url", "password_reset_url", "signup_url", "login_url", "name", "programs",
    "programs_url",
)  # fmt: skip


class Letter(TypedDict):
    """One mail before it is rendered. `context` holds text only."""

    template: str
    to: str
    language: str
    context: dict[str, str]


def letter(name: str, *, to: str, language: str, context: dict[str, Any]) -> Letter:
    """The mail that allauth calls `name`, with the part of its context that we print.

    Network address and browser, which allauth adds to notices, are left behind here.
    Raises KeyError for a mail that has no template.
    """
    words = {key: str(context[key]) for key in KEPT if context.get(key)}
    template = LETTERS.get(name, CHANGE_LETTER)
    if template == CHANGE_LETTER:
        words |= {"change": CHANGES[name], "at": context["timestamp"].isoformat()}
    return Letter(template=template, to=to, language=language, context=words)


def post(sealed_for: Letter) -> None:
    """Hand the mail to the queue; the row says nothing about whom it is for."""
    enqueue("accounts.send_mail", {"sealed": seal(sealed_for)}, queue="mail")


def printed(context: dict[str, str]) -> dict[str, Any]:
    """The context as templates take it: moments are moments again."""
    if "at" in context:
        return context | {"at": datetime.fromisoformat(context["at"])}
    return dict(context)
