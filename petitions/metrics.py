"""What /metrics tells about the counts of petitions."""

from datetime import timedelta

from django.utils import timezone

from petitions.models import TallyEntry
from privacy.models import AuditEntry
from web.metrics import gauge


def register() -> None:
    gauge(
        "mitstimme_unfolded_tally_entries",
        "Confirmations and withdrawals that are not in a petition's count yet.",
        lambda: TallyEntry.objects.count(),
    )
    gauge(
        "mitstimme_counts_repaired_last_day",
        "Counts that the recount found wrong and set right in the last 24 hours.",
        _repaired,
    )


def _repaired() -> int:
    day_ago = timezone.now() - timedelta(days=1)
    return AuditEntry.objects.filter(at__gte=day_ago, verb="petitions.count_repaired").count()
