"""The audit trail in words, for the owners of an organisation.

Apps register which of their rows belong to an organisation and what their deeds are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Membership, Organisation
from privacy import audit
from privacy.models import AuditEntry

# From a kind of thing ("petitions.petition") to those of an organisation: pk and name.
type Things = Callable[[Organisation], Iterable[tuple[object, str]]]

_things: dict[str, Things] = {}
_deeds: dict[str, Any] = {}
_actors: dict[str, Any] = {}


@dataclass(frozen=True)
class Deed:
    """Who did what to which thing, as a reader understands it."""

    at: datetime
    who: str
    what: str
    thing: str
    # To whom it was done, and which role it was about; "" where there is none.
    whom: str
    role: str
    detail: Mapping[str, Any]


def name(deeds: Mapping[str, Any]) -> None:
    """Name verbs (lazy strings) that an app records about things of another app."""
    _deeds.update(deeds)


def register(kind: str, things: Things, deeds: Mapping[str, Any]) -> None:
    """Say which things of this kind are an organisation's, and name the verbs (lazy strings)."""
    _things[kind] = things
    _deeds.update(deeds)


def name_actor(actor: str, name: Any) -> None:
    """Say what somebody without an account is called (a lazy string), such as a team's
    coordinator."""
    _actors[actor] = name


type Names = Mapping[tuple[str, str], str]


def entries_of(
    organisation: Organisation,
) -> tuple[QuerySet[AuditEntry], Names]:
    """The entries about an organisation and all that is its own, and the names of these."""
    names = {
        (kind, str(pk)): name
        for kind, things in _things.items()
        for pk, name in things(organisation)
    }
    wanted = Q(pk__in=[])
    for kind in _things:
        keys = [pk for known, pk in names if known == kind]
        wanted |= Q(subject_kind=kind, subject_id__in=keys)
    return AuditEntry.objects.filter(wanted), names


def told(entries: Iterable[AuditEntry], names: Names) -> list[Deed]:
    """The entries in words; one query for all who did something, and to whom."""
    entries = list(entries)
    actors = {
        int(entry.actor.removeprefix("user:"))
        for entry in entries
        if entry.actor.startswith("user:")
    }
    keys = actors | {entry.detail["user"] for entry in entries if "user" in entry.detail}
    names_of = {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
    people = {f"user:{pk}": name for pk, name in names_of.items()}
    roles = dict(Membership.Role.choices)
    gone = _("a deleted account")
    others = {
        audit.SYSTEM: _("the platform itself"),
        audit.PERSON: _("the person themselves"),
        **{actor: str(name) for actor, name in _actors.items()},
    }
    return [
        Deed(
            at=entry.at,
            who=people.get(entry.actor) or others.get(entry.actor) or gone,
            what=str(_deeds.get(entry.verb, entry.verb)),
            thing=names.get((entry.subject_kind, entry.subject_id), ""),
            whom=names_of.get(entry.detail["user"], gone) if "user" in entry.detail else "",
            role=str(roles.get(entry.detail.get("role"), "")),
            detail=entry.detail,
        )
        for entry in entries
    ]
