"""What helping came to: charts with their tables, and each table as a file."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Campaign, CampaignQuerySet
from languages.services import endonym
from partners.rules import open_to
from partners.workspace.access import Organising, require, workspace_page
from volunteers.services.figures import HelpFigures, help_figures
from web.charts import PartRow, part_bars
from web.downloads import Download
from web.table_files import CONTENT_TYPES, WRITERS, Row

SEE, PEOPLE = "volunteers.view_figures", "volunteers.view_people"
TABLES = ("needs", "hours", "people", "languages")


@require_safe
@workspace_page
def figures(request: Organising) -> HttpResponse:
    campaigns, chosen = _campaigns(request)
    numbers = _numbers(request, campaigns, chosen)
    today = timezone.localdate()
    context = {
        "figures": numbers,
        "campaigns": [(one.slug, str(one)) for one in campaigns.with_texts()],
        "chosen": chosen.slug if chosen else "",
        "needs": part_bars(
            [PartRow(week.first, week.needed, week.filled) for week in numbers.weeks],
            now=today - timedelta(days=today.weekday()),
        ),
        "hours": part_bars(
            [
                PartRow(one.first, _hours(one.minutes), _hours(one.task_minutes))
                for one in numbers.months
            ]
        ),
        "people": part_bars([PartRow(one.first, one.people, one.new) for one in numbers.months]),
        "all_hours": _hours(numbers.minutes),
        "widest": max(
            (max(one.needed, one.speakers or 0) for one in numbers.languages), default=1
        ),
    }
    return render(request, "volunteers/organise/figures.html", context)


@require_safe
@workspace_page
def table(request: Organising, name: str, kind: str) -> HttpResponse:
    """One of the tables as a file; nothing in it tells who somebody is."""
    campaigns, chosen = _campaigns(request)
    if name not in TABLES or kind not in WRITERS:
        raise Http404
    headings, rows = _table(name, _numbers(request, campaigns, chosen))
    made = BytesIO()
    WRITERS[kind](headings, rows, made.write, get_language_bidi())
    day = timezone.localdate().isoformat()
    return Download(f"{name}-{day}.{kind}", CONTENT_TYPES[kind], made.getvalue()).answer()


def _campaigns(request: Organising) -> tuple[CampaignQuerySet, Campaign | None]:
    """Those whose figures this user sees, and the one they chose. Raises Http404 for the
    campaign of others."""
    require(request, SEE)
    mine = Campaign.objects.filter(lead__in=open_to(request.user))
    if not (slug := request.GET.get("campaign", "")):
        return mine, None
    chosen = mine.filter(slug=slug).first()
    if chosen is None:
        raise Http404
    return mine, chosen


def _numbers(
    request: Organising, campaigns: CampaignQuerySet, chosen: Campaign | None
) -> HelpFigures:
    """Of several, people are seen by whoever sees them in each."""
    if chosen is not None:
        wanted = campaigns.filter(pk=chosen.pk)
        return help_figures(wanted, sees_people=request.user.has_perm(PEOPLE, chosen))
    sees_all = all(request.user.has_perm(PEOPLE, campaign) for campaign in campaigns)
    return help_figures(campaigns, sees_people=sees_all)


def _hours(minutes: int) -> float:
    """To a tenth, and whole ones without it."""
    hours = round(minutes / 60, 1)
    return int(hours) if hours == int(hours) else hours


def _table(name: str, numbers: HelpFigures) -> tuple[list[str], list[Row]]:
    """Headings and rows of a file; minutes, so that sums stay exact."""
    if name == "needs":
        return (
            [_("Week from"), _("Shifts"), _("People needed"), _("Of them filled")],
            [
                [week.first.isoformat(), week.shifts, week.needed, week.filled]
                for week in numbers.weeks
            ],
        )
    if name == "hours":
        return (
            [_("Month from"), _("Minutes on shifts"), _("Minutes on tasks")],
            [
                [month.first.isoformat(), month.shift_minutes, month.task_minutes]
                for month in numbers.months
            ],
        )
    if name == "people":
        return (
            [_("Month from"), _("For the first time"), _("Again")],
            [[month.first.isoformat(), month.new, month.returning] for month in numbers.months],
        )
    return (
        [_("Language"), _("People needed"), _("Still missing"), _("People who speak it")],
        [
            [
                endonym(one.language),
                one.needed,
                one.missing,
                _("fewer than five") if one.speakers is None else one.speakers,
            ]
            for one in numbers.languages
        ],
    )
