"""Figures for organisers to look at: read from what the scan wrote, small cells withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from petitions.models import Petition, PetitionDay, SignatureFigure
from privacy.small_cells import Breakdown, withhold

Dimension = SignatureFigure.Dimension
# In the place of a source: all those past the two hundred that brought most.
OTHER_SOURCES = None


@dataclass(frozen=True)
class DayFigure:
    """A day in Dortmund: how many signed on it, and by how much the count changed, which is
    negative where more withdrew than confirmed."""

    day: date
    signed: int
    confirmed: int


@dataclass(frozen=True)
class Figures:
    """A petition's signatures in numbers, as they stood at `at`; None before the first count.

    `is_final` once they stay, whatever is deleted. `signed` and `withdrawn` include who is
    deleted since; `confirmed`, `pending` and `invalidated` are whom there is. The breakdowns
    are of the confirmed: by source ("" without a link), by language code, and by district
    ("" for elsewhere). `days` has the confirmed ones of the ledger, two seconds old at most.
    """

    at: datetime | None
    is_final: bool
    signed: int
    confirmed: int
    pending: int
    withdrawn: int
    invalidated: int
    days: tuple[DayFigure, ...]
    sources: Breakdown[str | None]
    languages: Breakdown[str]
    districts: Breakdown[str]


def figures_of(petition: Petition) -> Figures:
    """The petition's figures for those who lead it. Two queries, however many sources and days.

    Who may see them is for the caller to ask; whom they could point at is withheld here. They
    are too new for the public, whose districts come from services.districts.
    """
    # One query for all of a scan: two might have another scan between them.
    figures = list(
        SignatureFigure.objects.filter(scan=petition.pk).select_related("scan").order_by("pk")
    )
    scan = figures[0].scan if figures else None
    by: defaultdict[str, list[SignatureFigure]] = defaultdict(list)
    for figure in figures:
        by[figure.dimension].append(figure)
    whole = by[Dimension.ALL][0] if figures else SignatureFigure()
    signed = {date.fromisoformat(figure.value): figure.signed for figure in by[Dimension.DAY]}
    return Figures(
        at=scan.scanned_at if scan else None,
        is_final=bool(scan and scan.is_final),
        signed=sum(signed.values()),
        confirmed=whole.confirmed,
        pending=whole.pending,
        withdrawn=sum(figure.signed for figure in by[Dimension.WITHDRAWN]),
        invalidated=whole.invalidated,
        days=_days(petition, signed),
        sources=_by_source(by[Dimension.SOURCE]),
        languages=_confirmed(by[Dimension.LANGUAGE]),
        districts=_confirmed(by[Dimension.DISTRICT]),
    )


def days_of(petition: Petition) -> list[tuple[date, int]]:
    """By how much the petition's count changed on each day on which it did. One query."""
    return list(PetitionDay.objects.filter(petition=petition).values_list("day", "confirmed"))


def sources_of(petitions: Collection[int]) -> dict[int, Breakdown[str | None]]:
    """What `figures_of` says about sources, of many petitions in one query, by their keys.

    A petition that was not counted yet is missing.
    """
    by: defaultdict[int, list[SignatureFigure]] = defaultdict(list)
    for figure in SignatureFigure.objects.filter(
        scan__in=petitions, dimension=Dimension.SOURCE
    ).order_by("pk"):
        by[figure.scan_id].append(figure)
    return {petition: _by_source(figures) for petition, figures in by.items()}


def _by_source(figures: list[SignatureFigure]) -> Breakdown[str | None]:
    return withhold(
        {OTHER_SOURCES if figure.is_rest else figure.value: figure.confirmed for figure in figures}
    )


def _confirmed(figures: list[SignatureFigure]) -> Breakdown[str]:
    return withhold({figure.value: figure.confirmed for figure in figures})


def _days(petition: Petition, signed: dict[date, int]) -> tuple[DayFigure, ...]:
    confirmed = dict(days_of(petition))
    return tuple(
        DayFigure(day, signed.get(day, 0), confirmed.get(day, 0))
        for day in sorted(signed.keys() | confirmed.keys())
    )
