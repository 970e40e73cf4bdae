"""Verbs of the pages: report a barrier."""

from django.db import transaction

from jobs.services import enqueue
from pages.models import BarrierReport


def report_barrier(*, message: str, page: str, contact: str, language: str) -> BarrierReport:
    """Keep the report and have it mailed to the office."""
    with transaction.atomic():
        report = BarrierReport.objects.create(
            message=message, page=page, contact=contact, language=language
        )
        enqueue("pages.mail_barrier_report", {"report": report.pk})
    return report
