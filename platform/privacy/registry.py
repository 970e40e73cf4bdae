"""Where apps say what they hold about a person, so that the person can see, take and erase it.

The foundation cannot import the apps above it; they register in their AppConfig.ready.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from privacy.models import Consent


@dataclass(frozen=True)
class Section:
    """One part of the self-service page.

    `template` is rendered with `context` and, added by the page, `secret` (the link's own,
    for the forms in it) and `language`.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def _no_sections(person_key: str, language: str) -> list[Section]:
    return []


def _nothing(person_key: str) -> list[str]:
    return []


def _no_address(person_key: str) -> str | None:
    return None


def _no_subjects(person_key: str) -> dict[tuple[str, str], str]:
    return {}


def _no_reaction(consent: Consent) -> None:
    return None


@dataclass(frozen=True)
class PersonalData:
    """What one app holds about people, found by person key.

    `export` returns what JSON can hold. `erase` is called inside a transaction and leaves
    nothing that names the person; it must be repeatable. `address_of` returns the e-mail
    address when the app knows it: that is where a self-service link is sent.
    `consent_withdrawn` lets the app act at once when a consent is withdrawn on the
    self-service page (hide a name, end a subscription). `remains` says, one translated
    sentence each, what `erase` leaves of this person, and what the person can do about it;
    it is asked before and after. `subjects` names in the active language what the person's
    consents are about, by their subject's kind and id: the same sentence may stand there twice.
    """

    name: str
    export: Callable[[str], dict[str, Any]]
    erase: Callable[[str], None]
    sections: Callable[[str, str], list[Section]] = _no_sections
    address_of: Callable[[str], str | None] = _no_address
    consent_withdrawn: Callable[[Consent], None] = _no_reaction
    remains: Callable[[str], list[str]] = _nothing
    subjects: Callable[[str], dict[tuple[str, str], str]] = _no_subjects


_registered: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    """Add an app's personal data; a name belongs to one of them."""
    if _registered.get(data.name, data) != data:
        raise ValueError(f"Personal data of '{data.name}' is registered already, and differs.")
    _registered[data.name] = data


def unregister(name: str) -> None:
    """Remove an entry; for tests that register one of their own."""
    _registered.pop(name, None)


def registered() -> Iterator[PersonalData]:
    """Return every entry, the uppermost app first, since that one refers to those below."""
    return iter(reversed(list(_registered.values())))
