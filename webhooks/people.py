"""What a message may say of a person: asked of the app above that keeps the consents.

Petitions, which keep what people agreed to (docs/adr/0016), register in their
AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable

from partners.models import Organisation

type Person = dict[str, str]
# By person key, and to whom it is to be told.
type Reader = Callable[[str, Organisation], Person | None]

_readers: list[Reader] = []


def register(reader: Reader) -> None:
    if reader not in _readers:
        _readers.append(reader)


def person_for(person_key: str, organisation: Organisation) -> Person | None:
    """What this person's consent to this very organisation opens now; None without one."""
    if not person_key:
        return None
    for reader in _readers:
        if person := reader(person_key, organisation):
            return person
    return None
