from django.conf import settings

from mail.services import send
from pages.models import BarrierReport


def send_barrier_report(report: BarrierReport, office: str) -> None:
    """To the office, in the language it works in; the report stays in its own words."""
    send(
        "pages/emails/barrier_report",
        to=office,
        language=settings.LANGUAGE_CODE,
        context={"report": report},
    )
