"""A mailing's figures: exact, and never counted while somebody looks at them.

What is finished is added once: a delivery's `is_counted` is set in the same transaction. So
a worker that dies between sending and counting leaves it to the next one.
"""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.models import Delivery, Mailing

COLUMNS = {
    Delivery.State.SENT: "sent",
    Delivery.State.FAILED: "failed",
    Delivery.State.SKIPPED: "skipped",
    Delivery.State.UNCERTAIN: "uncertain",
}
AT_ONCE = 1000


def fold(mailing_id: int) -> None:
    """Add to the figures what has been finished since."""
    while _fold_some(mailing_id):
        pass


def fold_all() -> None:
    """The same for whatever mailing has something to add."""
    behind = Delivery.objects.uncounted().order_by().values_list("mailing", flat=True).distinct()
    for mailing_id in list(behind):
        fold(mailing_id)


@transaction.atomic
def _fold_some(mailing_id: int) -> bool:
    finished = Delivery.objects.uncounted().filter(mailing=mailing_id).order_by("pk")
    found = list(finished.select_for_update().values_list("pk", "state")[:AT_ONCE])
    if not found:
        return False
    Delivery.objects.filter(pk__in=[pk for pk, _state in found]).update(is_counted=True)
    more = Counter(COLUMNS[Delivery.State(state)] for _pk, state in found)
    Mailing.objects.filter(pk=mailing_id).update(
        changed_at=timezone.now(), **{column: F(column) + n for column, n in more.items()}
    )
    return len(found) == AT_ONCE
