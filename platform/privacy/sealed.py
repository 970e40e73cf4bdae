"""What only our processes can read: in a job's payload, or in a link that a mail carries."""

import json
import time
from datetime import timedelta
from typing import Any

from privacy.fields import cipher
from privacy.secrets import SecretExpired, SecretUnknown


def seal(told: Any) -> str:
    """Encrypt something that JSON can hold, with the keys that guard names and addresses."""
    return cipher().encrypt(json.dumps(told, ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> Any:
    """Read it back. Raises cryptography's InvalidToken when no key fits."""
    return json.loads(cipher().decrypt(sealed.encode()))


def seal_in_link(purpose: str, told: Any) -> str:
    """Seal what a link in a mail is for, so that nothing need be stored for each mail.

    Its reader can't read it, change it or make another. `purpose` is a constant of the app
    that will open it. The link ends with the encryption key it was sealed with.
    """
    return seal([purpose, told]).rstrip("=")


def open_link(secret: str, purpose: str, *, lifetime: timedelta) -> Any:
    """What a link was sealed for; raises SecretUnknown, or SecretExpired past its lifetime."""
    from cryptography.fernet import InvalidToken

    token = (secret + "=" * (-len(secret) % 4)).encode()
    try:
        named, told = json.loads(cipher().decrypt(token))
    except (InvalidToken, ValueError, TypeError):
        raise SecretUnknown from None
    if named != purpose:
        raise SecretUnknown
    if time.time() - cipher().extract_timestamp(token) > lifetime.total_seconds():
        raise SecretExpired
    return told
