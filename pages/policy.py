"""The retention rules for what the pages themselves hold."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.models import BARRIER_REPORTS_KEPT, BarrierReport
from privacy.retention import rule


def register() -> None:
    rule(
        model="pages.BarrierReport",
        name=_("Reports of barriers"),
        fields=("message", "page", "contact"),
        basis=_("Our duty to remove barriers and to answer you (Art. 6 (1) c GDPR)."),
        keeps=_("12 months after your report."),
        after=BARRIER_REPORTS_KEPT,
        run=delete_old_barrier_reports,
    )
    rule(
        model="pages.Instance",
        name=_("Address of the office in the imprint"),
        fields=("represented_by", "street", "phone", "email"),
        basis=_("The law asks us to publish it (Art. 6 (1) c GDPR)."),
        keeps=_("As long as this platform runs."),
    )


def delete_old_barrier_reports() -> int:
    old = BarrierReport.objects.reported_before(timezone.now() - BARRIER_REPORTS_KEPT)
    return old.delete()[0]
