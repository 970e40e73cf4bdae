"""A petition's figures as charts, with words for what has no name of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from languages.services import endonym
from petitions.models import Petition
from petitions.services.figures import OTHER_SOURCES, Figures
from web.charts import Course, Day, Shares, course, shares


@dataclass(frozen=True)
class Charts:
    """`course` for components/course_chart.html, the others for components/share_bars.html."""

    course: Course
    states: Shares
    sources: Shares
    languages: Shares
    districts: Shares


def charts_of(petition: Petition, figures: Figures) -> Charts:
    """What `services.figures_of` says, ready for the templates. No queries."""
    known = [(source, number) for source, number in figures.sources.shown if source is not None]
    return Charts(
        course=_course(petition, figures),
        states=shares(
            [
                (_("Confirmed"), figures.confirmed),
                (_("Not yet confirmed"), figures.pending),
                (_("Withdrawn"), figures.withdrawn),
                (_("Invalidated"), figures.invalidated),
            ]
            if figures.signed
            else [],
            is_sorted=False,
        ),
        sources=shares(
            [(source or _("Without a link"), number) for source, number in known],
            other=dict(figures.sources.shown).get(OTHER_SOURCES, 0),
            withheld=figures.sources.withheld,
        ),
        languages=shares(
            [(endonym(code), number) for code, number in figures.languages.shown],
            withheld=figures.languages.withheld,
        ),
        districts=shares(
            [
                (district or _("Elsewhere, or not known"), number)
                for district, number in figures.districts.shown
            ],
            withheld=figures.districts.withheld,
        ),
    )


def _course(petition: Petition, figures: Figures) -> Course:
    now = timezone.now()
    ended_at = petition.closed_at or petition.handed_over_at
    closes_at = petition.closes_at
    if ended_at is None and closes_at and closes_at <= now:
        ended_at = closes_at
    is_collecting = petition.is_open(now)
    return course(
        [Day(day.day, day.confirmed, day.signed) for day in figures.days],
        petition.goal,
        today=timezone.localdate(now),
        ended_on=None if is_collecting else timezone.localdate(ended_at or now),
        # Who may sign until midnight signs on the day before.
        closes_on=timezone.localdate(closes_at - timedelta(microseconds=1)) if closes_at else None,
    )
