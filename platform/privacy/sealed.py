"""What a job must know about a person, in its payload: readable by our processes only."""

import json
from typing import Any

from privacy.fields import cipher


def seal(told: Any) -> str:
    """Encrypt something that JSON can hold, with the keys that guard names and addresses."""
    return cipher().encrypt(json.dumps(told, ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> Any:
    """Read it back. Raises cryptography's InvalidToken when no key fits."""
    return json.loads(cipher().decrypt(sealed.encode()))
