"""What the settings need from outside: environment variables, and secrets that are kept."""

import base64
import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Each of these must come from the environment in production; elsewhere it is
# made once and kept beside the database it belongs to.
SECRET_NAMES = ("SECRET_KEY", "PERSON_KEYS", "ENCRYPTION_KEYS")

# https://github.com/fernet/spec: 32 bytes in URL-safe base64.
FERNET_BYTES = 32


def read_secrets(env, var_dir: Path, *, production: bool) -> dict[str, str]:
    """Return the secrets by name; in production a missing one stops the start, named."""
    given = {name: env.str(name, "") for name in SECRET_NAMES}
    missing = [name for name, value in given.items() if not value]
    if not missing:
        return given
    if production:
        raise ImproperlyConfigured(
            f"In production these settings must be in the environment: {', '.join(missing)}. "
            "See docs/operations.md."
        )
    return _kept_secrets(var_dir / "secrets.json") | {k: v for k, v in given.items() if v}


def _kept_secrets(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        pass
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PERSON_KEYS": f"1:{secrets.token_urlsafe(32)}",
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(FERNET_BYTES)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of several processes starting at once, one writes and all read the same.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return json.loads(path.read_text())
    with os.fdopen(handle, "w") as file:
        json.dump(made, file)
    return made


def refuse_unsafe(problems: dict[str, bool]) -> None:
    """Stop the start with every unsafe production setting in one sentence each."""
    found = [sentence for sentence, is_unsafe in problems.items() if is_unsafe]
    if found:
        raise ImproperlyConfigured("Unsafe in production: " + " ".join(found))


def weak_secrets(secrets_by_name: dict[str, str]) -> dict[str, bool]:
    """Sentences on secrets that are there but protect nothing, for `refuse_unsafe`."""
    person_keys = secrets_by_name["PERSON_KEYS"].split(",")
    return {
        "SECRET_KEY must have 50 characters or more.": len(secrets_by_name["SECRET_KEY"]) < 50,
        "PERSON_KEYS must be version:secret, each secret of 32 characters or more.": any(
            not version.isdecimal() or len(secret) < 32
            for version, _, secret in (key.partition(":") for key in person_keys)
        ),
        "ENCRYPTION_KEYS must be Fernet keys.": not all(
            _is_fernet_key(key) for key in secrets_by_name["ENCRYPTION_KEYS"].split(",")
        ),
    }


def _is_fernet_key(key: str) -> bool:
    """Asked without the library itself, which takes 6 MB that beat has no other use for."""
    try:
        return len(base64.urlsafe_b64decode(key)) == FERNET_BYTES
    except ValueError:
        return False
