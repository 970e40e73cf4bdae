"""A list of names that somebody has left is nobody's list any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from petitions.models import SignatureExport, SignatureExportPart
from petitions.models.exports import SignatureExportQuerySet

State = SignatureExport.State


def outdate_lists(petition_id: int, now: datetime) -> None:
    """Take back the lists of names of a petition, in the transaction in which one name goes.

    Withdrawing promises that a name is gone at once; so it must not wait in a file to be
    fetched. One that is being made just now begins anew (exporting.make).
    """
    _outdate(SignatureExport.objects.naming().filter(petition=petition_id), now)


def outdate_contact_lists(organisations: Collection[int], now: datetime) -> None:
    """The same for lists of those whom these organisations may write to."""
    lists = SignatureExport.objects.filter(organisation__in=organisations)
    _outdate(lists, now)


def _outdate(lists: SignatureExportQuerySet, now: datetime) -> None:
    lists.filter(state=State.WAITING).update(left_at=now)
    made = list(lists.filter(state=State.READY).order_by("pk").select_for_update())
    if made:
        ids = [one.pk for one in made]
        SignatureExport.objects.filter(pk__in=ids).update(state=State.OUTDATED, attempt=None)
        SignatureExportPart.objects.filter(export__in=ids).delete()
