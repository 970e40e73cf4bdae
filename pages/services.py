"""Verbs of the pages: report a barrier."""

from django.db import transaction

from jobs.services import enqueue
from pages.models import BarrierReport
from web.logs import masked, without_secrets


def report_barrier(*, message: str, page: str, contact: str, language: str) -> BarrierReport:
    """Keep the report and have it mailed to the office.

    Who copies the address of a private page into it does not mean to hand over the key.
    """
    with transaction.atomic():
        report = BarrierReport.objects.create(
            message=without_secrets(message),
            page=masked(page),
            contact=contact,
            language=language,
        )
        enqueue("pages.mail_barrier_report", {"report": report.pk})
    return report
