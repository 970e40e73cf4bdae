"""Background work of the pages."""

from django.utils import timezone

from jobs.registry import every, handler
from pages import emails
from pages.findable import rebuild_search
from pages.models import BarrierReport, Instance


@handler("pages.mail_barrier_report")
def mail_barrier_report(payload: dict) -> None:
    report = BarrierReport.objects.filter(pk=payload["report"], mailed_at=None).first()
    office = Instance.objects.values_list("email", flat=True).first()
    # Without an office address the report waits in the admin, where it is listed anyway.
    if report and office:
        emails.send_barrier_report(report, office)
        BarrierReport.objects.filter(pk=report.pk).update(mailed_at=timezone.now())


@every(seconds=60, name="pages.rebuild_search")
def keep_search_up_to_date(payload: dict | None = None) -> None:
    """Whatever was published, changed or withdrawn is findable, or gone, within a minute."""
    rebuild_search()
