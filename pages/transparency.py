"""How this site does its work, in numbers for everybody: a page, and the same as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jobs.ages import DayOfAges
from pages.works import PartWorks, mail_days, works
from petitions.models import Invalidation
from petitions.services import DeedFigures, deed_figures
from web import open_data
from web.cache import cached_page
from web.charts import PartRow, Shares, hour_strip, part_bars, shares
from web.htmx import render_page
from web.open_data import Field, Table
from web.pressure import Order, sheds
from web.table_files import Row

NAMES = {
    "web": gettext_lazy("Website"),
    "worker": gettext_lazy("Background work"),
    "beat": gettext_lazy("Clock"),
    "database": gettext_lazy("Database"),
    "mail": gettext_lazy("Mail server"),
    "broker": gettext_lazy("Message broker"),
}
WITHHELD = "withheld"


@dataclass(frozen=True)
class Figures:
    """Everything the page tells. Four queries, none of them over signatures."""

    deeds: DeedFigures
    mail: list[DayOfAges]
    parts: list[PartWorks]


@require_safe
@cached_page(open_data.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def show(request: HttpRequest) -> HttpResponse:
    figures = _figures()
    table = _table(figures)
    context = {
        "deeds": figures.deeds,
        "months": figures.deeds.months[::-1],
        "reasons": _all_reasons(figures.deeds),
        "reason_names": _reason_names(figures.deeds),
        "reason_months": _reason_months(figures.deeds),
        "mail": figures.mail[::-1],
        "newest_mail": figures.mail[-1] if figures.mail else None,
        "parts": [(NAMES[one.part], one, hour_strip(one.hours)) for one in figures.parts],
        "uptime_months": list(figures.parts[0].months) if figures.parts else [],
        "table": table,
        "licence": open_data.licence(),
        "structured": open_data.dataset(
            table.title, _("How this site works, in numbers"), request.path, [table]
        ),
        **_charts(figures),
    }
    return render_page(request, "pages/transparency.html", context)


@require_safe
@cached_page(open_data.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def data(request: HttpRequest, kind: str) -> HttpResponse:
    """The same numbers as a file."""
    if kind not in open_data.KINDS:
        raise Http404
    return open_data.answer(_table(_figures()), kind)


def _figures() -> Figures:
    now = timezone.now()
    return Figures(deed_figures(), mail_days(now), works(now))


def _charts(figures: Figures) -> dict[str, Any]:
    months = [PartRow(one.first, one.confirmed, one.confirmed) for one in figures.deeds.months]
    invalidated = [
        PartRow(one.first, one.invalidated, one.invalidated) for one in figures.deeds.months
    ]
    return {
        "months_chart": part_bars(months),
        "invalidated_chart": part_bars(invalidated),
        "mail_chart": part_bars(_mail_bars(figures.mail)),
    }


def _mail_bars(mail: list[DayOfAges]) -> list[PartRow]:
    """A bar for each day from the first to the last, an empty one where no mail was sent."""
    if not mail:
        return []
    days = {one.day: PartRow(one.day, one.most, one.median) for one in mail}
    every = [mail[0].day + timedelta(days=n) for n in range((mail[-1].day - mail[0].day).days + 1)]
    return [days.get(day, PartRow(day, 0, 0)) for day in every]


def _all_reasons(deeds: DeedFigures) -> Shares:
    told = deeds.all_reasons
    names = _names_of_reasons()
    return shares(
        [(names.get(reason, reason), number) for reason, number in told.shown],
        withheld=told.withheld,
    )


def _names_of_reasons() -> dict[str, str]:
    return {reason: str(name) for reason, name in Invalidation.Reason.choices}


def _reason_names(deeds: DeedFigures) -> list[str]:
    """The columns of the table: what is told of at least one month, what is told most first."""
    names = _names_of_reasons()
    return [names.get(reason, reason) for reason, _number in deeds.all_reasons.shown]


def _reason_months(deeds: DeedFigures) -> list[tuple[date, list[int | None], int, int]]:
    """A row for each month, the newest first: a number for each column, or None where it is
    not told or nobody; what is withheld, and all together."""
    columns = [reason for reason, _number in deeds.all_reasons.shown]
    return [
        (
            month.first,
            [dict(month.reasons.shown).get(reason) for reason in columns],
            month.reasons.withheld,
            month.reasons.total,
        )
        for month in reversed(deeds.reasons)
    ]


def _table(figures: Figures) -> Table:
    page = reverse("pages:transparency")
    return Table(
        "transparency",
        _("How this site works, in numbers"),
        page,
        f"{page}data",
        (
            Field(
                "topic",
                _(
                    "“signatures” of all petitions by month, “invalidated” ones by month and"
                    " reason, “mail” by day, “uptime” by month, “uptime_hour” of the last 24"
                    " hours."
                ),
            ),
            Field(
                "period",
                _("Month or day in Dortmund; the beginning of an hour in UTC; or “all”."),
            ),
            Field("name", _("What was counted; of uptime, the part.")),
            Field(
                "measure",
                _(
                    "“number”; of mail “median_seconds” and “within_95_seconds”, as at most so"
                    " many seconds; of uptime the minutes “up”, “down” and “unknown”."
                ),
            ),
            Field("value", _("The number.")),
        ),
        list(_rows(figures)),
    )


def _rows(figures: Figures) -> Iterator[Row]:
    for month in figures.deeds.months:
        for name in ("confirmed", "withdrawn", "invalidated", "restored"):
            yield ["signatures", f"{month.first:%Y-%m}", name, "number", getattr(month, name)]
    by_period = {f"{month.first:%Y-%m}": month.reasons for month in figures.deeds.reasons}
    if by_period:
        by_period["all"] = figures.deeds.all_reasons
    for period, reasons in by_period.items():
        for reason, number in reasons.shown:
            yield ["invalidated", period, reason, "number", number]
        if reasons.withheld:
            yield ["invalidated", period, WITHHELD, "number", reasons.withheld]
    for day in figures.mail:
        told = {
            "number": day.number,
            "median_seconds": day.median,
            "within_95_seconds": day.most,
        }
        for measure, value in told.items():
            yield ["mail", day.day.isoformat(), "confirmation", measure, value]
    for part in figures.parts:
        for first, minutes in part.months.items():
            for measure in ("up", "down", "unknown"):
                value = getattr(minutes, measure)
                yield ["uptime", f"{first:%Y-%m}", part.part, measure, value]
        for hour in part.hours:
            begins = f"{hour.starts_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
            for measure in ("up", "down", "unknown"):
                yield ["uptime_hour", begins, part.part, measure, getattr(hour, measure)]
