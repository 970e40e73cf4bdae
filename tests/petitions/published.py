"""Districts as the public sees them, without anybody who has signed."""

from datetime import datetime

from django.utils import timezone

from petitions.models import Petition, SignatureScan


def published(petition: Petition, at: datetime | None = None, **numbers: int) -> None:
    """Add to the districts that are published of this petition."""
    scan, _ = SignatureScan.objects.get_or_create(petition=petition)
    scan.districts_published = (scan.districts_published or {}) | numbers
    scan.districts_published_at = at or timezone.now()
    scan.save()
