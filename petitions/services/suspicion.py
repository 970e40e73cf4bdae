"""Noticing what looks as if nobody stood behind it: a hint for people, never a refusal.

It happens where a job stores a signing, so signing takes no longer. Of networks and names
only counters are kept meanwhile, under keyed codes that change each day (web.limits). So the
first of a burst are noticed by nobody: that many come from a stall or a library, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from jobs.services import enqueue, progress
from petitions.mail_domains import disposable_domain
from petitions.models import Petition, Signature, Suspicion
from petitions.models.suspicions import GROUP_KEPT
from petitions.name_patterns import name_signals, same_name
from privacy import audit
from web.keyed import keyed_code
from web.limits import LimitExceeded, check

Signal = Suspicion.Signal
BATCH = 500


class Noticed(NamedTuple):
    """One thing that is odd, and what it has in common with others."""

    signal: Suspicion.Signal
    group: str = ""


@dataclass(frozen=True)
class Group:
    """The open suspicions of one petition that have something in common."""

    signal: str
    group: str
    count: int
    first_at: datetime
    last_at: datetime


def network_code(network: str, at: datetime) -> str:
    """What stands for a network today: keyed, cut short, and another one tomorrow."""
    return _code("network", network, at) if network else ""


def notice(
    petition_id: int, given_name: str, family_name: str, email: str, network: str, at: datetime
) -> list[Noticed]:
    """What is odd about a signing that was just taken. Counts it, so ask once for each.

    `network` is its code, or empty.
    """
    found = noticed_in_words(given_name, family_name, email)
    if network and _is_too_many("suspicion:network", f"{petition_id}:{network}"):
        found.append(Noticed(Signal.NETWORK, network))
    name = _code("name", same_name(given_name, family_name), at)
    if _is_too_many("suspicion:name", f"{petition_id}:{name}"):
        found.append(Noticed(Signal.MANY_ALIKE, name))
    return found


def noticed_in_words(given_name: str, family_name: str, email: str) -> list[Noticed]:
    """What is odd about a signing for itself, whenever one looks."""
    found = [Noticed(signal) for signal in name_signals(given_name, family_name)]
    if domain := disposable_domain(email):
        found.append(Noticed(Signal.DISPOSABLE, domain[:80]))
    return found


def suspicions_of(signature: Signature, found: Iterable[Noticed]) -> list[Suspicion]:
    """As rows, to be stored together with the signature."""
    return [
        Suspicion(
            petition_id=signature.petition_id,
            signature=signature,
            signal=one.signal,
            group=one.group,
        )
        for one in found
    ]


def notice_again(signature: Signature, found: Iterable[Noticed]) -> None:
    """Its words are other ones now: what was noticed in the earlier ones is over."""
    signature.suspicions.all().delete()
    Suspicion.objects.bulk_create(suspicions_of(signature, found), ignore_conflicts=True)


def open_groups(petition: Petition) -> list[Group]:
    """What is to be looked at, the largest group first. Counts suspicions, never signatures."""
    rows = (
        Suspicion.objects.open()
        .filter(petition=petition)
        .values("signal", "group")
        .annotate(count=Count("pk"), first_at=Min("noticed_at"), last_at=Max("noticed_at"))
        .order_by("-count", "signal", "group")
    )
    return [Group(**row) for row in rows]


def ask_to_look_through(petition: Petition, *, actor: AbstractBaseUser) -> None:
    """Have all signatures looked at anew by a job: after the lists of domains or patterns grew."""
    with transaction.atomic():
        audit.record("petitions.suspicion_looked_for", actor, petition)
        enqueue(
            "petitions.look_for_suspicion",
            {"petition": petition.pk},
            key=look_through_key(petition),
        )


def look_through_key(petition: Petition) -> str:
    """The key of the job that does it: one at a time."""
    return f"petitions.look_for_suspicion:{petition.pk}"


def look_through(petition_id: int) -> int:
    """Notice what is odd in the words of those that wait or count; return how many are new.

    What was decided stays decided. Networks and repeated names are noticed on arrival only.
    """
    before = Suspicion.objects.filter(petition=petition_id).count()
    petition = Petition.objects.get(pk=petition_id)
    for batch in progress(_batches(petition), petition.confirmed_count // BATCH + 1):
        new = [
            one
            for signature in batch
            for one in suspicions_of(
                signature,
                noticed_in_words(signature.given_name, signature.family_name, signature.email),
            )
        ]
        if new:
            _store(new)
    return Suspicion.objects.filter(petition=petition_id).count() - before


def forget_traces() -> int:
    """The codes of networks and names go; that there was a suspicion stays with the signature."""
    over = Suspicion.objects.traceable().filter(noticed_at__lt=timezone.now() - GROUP_KEPT)
    return over.update(group="")


def _store(new: list[Suspicion]) -> None:
    """A signature that was deleted meanwhile is left out: its row is held while this is stored."""
    with transaction.atomic():
        ids = {one.signature_id for one in new}
        rows = Signature.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        held = set(rows.values_list("pk", flat=True))
        Suspicion.objects.bulk_create(
            [one for one in new if one.signature_id in held], ignore_conflicts=True
        )


def _batches(petition: Petition) -> Iterator[list[Signature]]:
    rows = Signature.objects.filter(
        petition=petition, state__in=[Signature.State.PENDING, Signature.State.CONFIRMED]
    ).order_by("pk")
    last = None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _is_too_many(scope: str, subject: str) -> bool:
    try:
        check(scope, subject)
    except LimitExceeded:
        return True
    return False


def _code(kind: str, what: str, at: datetime) -> str:
    day = timezone.localdate(at)
    return f"{day}:{keyed_code(f'petitions.{kind}', f'{day}:{what}')[:10]}"
