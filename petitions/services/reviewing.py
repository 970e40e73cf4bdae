"""Looking at what is suspicious: invalidate, restore, or say that it is all right.

The signatures' rows are held first, in the order of their keys, and the count second, as in
confirming and withdrawing; so whoever comes at the same moment comes before or after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.services import enqueue, progress
from petitions.models import Deed, Invalidation, Petition, Signature, Suspicion
from petitions.services.contacts import set_aside
from petitions.services.deeds import note_deeds
from petitions.services.outdating import outdate_lists
from petitions.services.suspicion import look_through_key
from petitions.services.tally import enter_days, note_change
from privacy import audit

State = Signature.State
Decision = Suspicion.Decision
# More than a request should wait for: that is a job's (`review_group`).
AT_ONCE = 100
DEEDS = ("invalidate", "clear")
# For so long it is told that the job of a group has given up.
FAILURE_TOLD = timedelta(days=1)

type Actor = AbstractBaseUser | str


def invalidate(
    petition: Petition,
    signatures: Iterable[UUID],
    reason: str,
    *,
    actor: Actor,
    note: str = "",
) -> int:
    """Let these signatures of the petition count no more; return how many it were.

    Those that are withdrawn, invalidated or another petition's are passed over. `reason` is
    an Invalidation.Reason; the note is the office's own and must name nobody. The count falls
    on the days on which it had risen. Raises ValidationError once it stands still.
    """
    check_words(reason, note)
    return _in_batches(signatures, lambda ids: _invalidate(petition, ids, reason, note, actor))


def restore(petition: Petition, signatures: Iterable[UUID], *, actor: Actor) -> int:
    """Make invalidated signatures what they were, counted or waiting; return how many.

    They count again on the day on which they were confirmed. One whose signatory took it back
    meanwhile stays away. Raises ValidationError once the count stands still.
    """
    return _in_batches(signatures, lambda ids: _restore(petition, ids, actor))


def clear(petition: Petition, suspicions: Iterable[int], *, actor: Actor) -> int:
    """Say of these suspicions that all is right; return how many were still open."""
    return _in_batches(suspicions, lambda ids: _clear(petition, ids, actor))


def review_group(
    petition: Petition,
    signal: str,
    group: str,
    deed: str,
    *,
    actor: AbstractBaseUser,
    reason: str = "",
    note: str = "",
) -> int | None:
    """Invalidate or clear all that is open in a group; return how many, or None for a job.

    Up to a hundred are done at once. More are done by a job, once, however often it is asked
    for; it tells how far it is, and can be killed and goes on.
    """
    if deed not in DEEDS:
        raise ValueError(deed)
    if deed == "invalidate":
        check_words(reason, note)
        if stands_still(petition):
            raise ValidationError(_standing_still())
    told = {"signal": signal, "group": group, "deed": deed, "reason": reason, "note": note}
    in_group = Suspicion.objects.open().grouped(petition, signal, group)
    if in_group[: AT_ONCE + 1].count() <= AT_ONCE:
        return do_review(petition, actor=actor, **told)
    enqueue(
        "petitions.review_group",
        {"petition": petition.pk, "actor": actor.pk, **told},
        key=review_key(petition, signal, group),
    )
    return None


def review_key(petition: Petition, signal: str, group: str) -> str:
    """By which the job is found while it is under way, and how far it is."""
    return f"petitions.review_group:{petition.pk}:{signal}:{group}"


def review_job(petition: Petition, signal: str, group: str) -> Job | None:
    """The job that decides on this group, or that gave up since yesterday; None without one."""
    return _tried(review_key(petition, signal, group))


def look_through_job(petition: Petition) -> Job | None:
    """The job that looks all signatures through anew, or that gave up since yesterday."""
    return _tried(look_through_key(petition))


def _tried(key: str) -> Job | None:
    tried = Job.objects.filter(key=key).order_by("-created_at")
    if under_way := tried.unfinished().first():
        return under_way
    since = timezone.now() - FAILURE_TOLD
    return tried.filter(state=Job.State.FAILED, finished_at__gt=since).first()


def stands_still(petition: Petition) -> bool:
    """Whether the count moves no more, so that nothing can be invalidated or restored."""
    if petition.state == Petition.State.DRAFT:
        return False
    return not Petition.objects.counting(timezone.now()).filter(pk=petition.pk).exists()


def do_review(
    petition: Petition, signal: str, group: str, deed: str, reason: str, note: str, *, actor: Actor
) -> int:
    """Decide on the group until nothing in it is open; what comes in meanwhile is in it."""
    in_group = Suspicion.objects.open().grouped(petition, signal, group)
    total = in_group.count()
    changed = 0
    for batch in progress(_open_batches(in_group), -(-total // AT_ONCE)):
        if deed == "invalidate":
            ids = [one.signature_id for one in batch]
            changed += _invalidate(petition, ids, reason, note, actor)
        else:
            changed += _clear(petition, [one.pk for one in batch], actor)
    return changed


def check_words(reason: str, note: str) -> None:
    """Refuse a reason that is none, and a note that names somebody by an address."""
    if reason not in Invalidation.Reason.values:
        raise ValidationError(_("Choose a reason."))
    if "@" in note:
        raise ValidationError(
            _("Write no e-mail address into the note: it is kept, and others read it.")
        )
    if len(note) > 200:
        raise ValidationError(_("Write at most 200 characters into the note."))


def _invalidate(
    petition: Petition, ids: Iterable[UUID], reason: str, note: str, actor: Actor
) -> int:
    now = timezone.now()
    with transaction.atomic():
        held = _held(petition, ids, [State.PENDING, State.CONFIRMED])
        keys = [one.pk for one in held]
        left = _count(petition, held, -1)
        Signature.objects.filter(pk__in=keys).update(state=State.INVALIDATED)
        Invalidation.objects.bulk_create(
            Invalidation(signature_id=key, reason=reason, note=note, invalidated_at=now)
            for key in keys
        )
        # Of all that were chosen: one that was withdrawn meanwhile needs no look any more.
        _decide(petition, ids, Decision.OPEN, Decision.INVALIDATED)
        if keys:
            outdate_lists(petition.pk, now)
            set_aside(keys, now)
            today = timezone.localdate(now)
            note_deeds(Deed.INVALIDATED, {reason: len(keys)}, day=today, confirmed_on=left)
            told = _told(keys) | {"reason": reason}
            audit.record("petitions.signatures_invalidated", actor, petition, **told)
    return len(keys)


def _restore(petition: Petition, ids: Iterable[UUID], actor: Actor) -> int:
    with transaction.atomic():
        held = [one for one in _held(petition, ids, [State.INVALIDATED]) if not one.withdrawn_at]
        keys = [one.pk for one in held]
        if not keys:
            return 0
        left = _count(petition, held, +1)
        back = Signature.objects.filter(pk__in=keys)
        back.filter(confirmed_at=None).update(state=State.PENDING)
        back.exclude(confirmed_at=None).update(state=State.CONFIRMED)
        invalidations = Invalidation.objects.filter(signature__in=keys)
        reasons = Counter(invalidations.values_list("reason", flat=True))
        note_deeds(Deed.RESTORED, reasons, day=timezone.localdate(), confirmed_on=left)
        invalidations.delete()
        _decide(petition, keys, Decision.INVALIDATED, Decision.CLEARED)
        outdate_lists(petition.pk, timezone.now())
        set_aside(keys, timezone.now())
        audit.record("petitions.signatures_restored", actor, petition, **_told(keys))
    return len(keys)


def _clear(petition: Petition, ids: Iterable[int], actor: Actor) -> int:
    with transaction.atomic():
        mine = Suspicion.objects.open().filter(petition=petition, pk__in=ids)
        cleared = mine.update(decision=Decision.CLEARED, decided_at=timezone.now())
        if cleared:
            audit.record("petitions.suspicions_cleared", actor, petition, count=cleared)
    return cleared


def _held(petition: Petition, ids: Iterable[UUID], states: list[State]) -> list[Signature]:
    """Those signatures, held until the end of the transaction; whose they are isn't read."""
    fields = ("state", "confirmed_at", "withdrawn_at", "petition_id")
    rows = Signature.objects.filter(petition=petition, pk__in=ids).only(*fields).order_by("pk")
    # Looked at when they are held: a decision or a withdrawal under way is over then.
    return [one for one in rows.select_for_update(of=("self",)) if one.state in states]


def _count(petition: Petition, held: list[Signature], delta: int) -> dict[date, int]:
    """Change the count; give how many of those confirmed on each day have left it by that."""
    days = Counter(timezone.localdate(one.confirmed_at) for one in held if one.confirmed_at)
    # Those that only wait move no count, and are in the figures all the same.
    note_change(petition.pk)
    if not enter_days(petition.pk, {day: delta * number for day, number in days.items()}):
        raise ValidationError(_standing_still())
    return {day: -delta * number for day, number in days.items()}


def _standing_still() -> str:
    return _("The count of this petition stands still: it was handed over, or closed long ago.")


def _decide(petition: Petition, signatures: Iterable[UUID], before: str, after: str) -> None:
    Suspicion.objects.filter(petition=petition, signature__in=signatures, decision=before).update(
        decision=after, decided_at=timezone.now()
    )


def _told(keys: list[UUID]) -> dict[str, object]:
    return {"count": len(keys), "signatures": [str(key) for key in keys]}


def _in_batches[Id: (UUID, int)](ids: Iterable[Id], deed: Callable[[list[Id]], int]) -> int:
    return sum(deed(list(batch)) for batch in batched(sorted(set(ids)), AT_ONCE, strict=False))


def _open_batches(in_group: Any) -> Iterator[list[Suspicion]]:
    while batch := list(in_group.order_by("signature_id")[:AT_ONCE]):
        yield batch
