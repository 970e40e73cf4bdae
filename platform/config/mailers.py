"""Where mail goes, from one address: MAIL_URL."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

type Mailer = dict[str, object]

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TIMEOUT_SECONDS = 20
WEBHOOK = "WEBHOOK"


def choose_mailer(mail_url: str, *, demo: bool, var_dir: Path) -> Mailer:
    """Return Django's `MAILERS["default"]`: the demo's mailbox, a server, or files in a folder."""
    if demo:
        return {"BACKEND": "mail.mailbox.MailboxBackend"}
    if not mail_url:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(var_dir / "mail")},
        }
    scheme, _, rest = mail_url.partition(":")
    if scheme == "anymail":
        return _anymail(rest)
    if scheme in {"smtp", "smtp+tls", "smtps"}:
        return _smtp(mail_url)
    raise ImproperlyConfigured(
        "MAIL_URL must begin with smtp://, smtp+tls://, smtps:// or anymail:. "
        "See docs/operations.md."
    )


def _smtp(mail_url: str) -> Mailer:
    parts = urlsplit(mail_url)
    if not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL must name the mail server's host.")
    if parts.password and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            "MAIL_URL would send its password in the clear: use smtp+tls:// or smtps://."
        )
    options: dict[str, object] = {
        "host": parts.hostname,
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": int(parse_qs(parts.query).get("timeout", [TIMEOUT_SECONDS])[0]),
    }
    if parts.port:
        options["port"] = parts.port
    if parts.username:
        options |= {
            "username": unquote(parts.username),
            "password": unquote(parts.password or ""),
        }
    return {"BACKEND": "mail.smtp.EmailBackend", "OPTIONS": options}


def _anymail(name: str) -> Mailer:
    """`anymail:mailgun` with ANYMAIL_API_KEY, ANYMAIL_SENDER_DOMAIN … from the environment."""
    if not name.isidentifier():
        raise ImproperlyConfigured("MAIL_URL=anymail:<provider>, for example anymail:mailgun.")
    options = {
        key.removeprefix("ANYMAIL_").lower(): value
        for key, value in os.environ.items()
        if key.startswith("ANYMAIL_") and WEBHOOK not in key
    }
    return {"BACKEND": f"anymail.backends.{name}.EmailBackend", "OPTIONS": options}


def webhook_settings() -> dict[str, str]:
    """Django's `ANYMAIL`: the secret of the provider's webhooks, and its keys to check them,
    such as ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY."""
    return {
        key.removeprefix("ANYMAIL_"): value
        for key, value in os.environ.items()
        if key.startswith("ANYMAIL_") and WEBHOOK in key and value
    }
