"""Who helps: names for those who coordinate the campaign, numbers for all who work on it."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, workspace_page
from privacy import audit
from volunteers.forms.people import PeopleFilter
from volunteers.services.people import found, helpers, numbers_by_way

PER_PAGE = 50
SEE, FETCH = "volunteers.view_figures", "volunteers.export_people"
# What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@workspace_page
def people(request: Organising) -> HttpResponse:
    mine = Campaign.objects.public().filter(lead__in=open_to(request.user))
    coordinated = mine.filter(lead__in=open_to(request.user, Membership.Role.ORGANISER))
    campaigns = list(coordinated.with_texts())
    form = PeopleFilter(request.GET, campaigns=campaigns)
    wanted = form.wanted()
    chosen = next((one for one in campaigns if one.slug == wanted.get("campaign")), None)
    looked_at = coordinated.filter(pk=chosen.pk) if chosen else coordinated
    page = Paginator(found(looked_at, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sees_names": bool(campaigns),
        "page": page,
        "rows": helpers(list(page.object_list)),
        "numbers": numbers_by_way(mine),
        "is_filtered": bool(wanted),
        "file_url": _file_of(request, chosen, wanted),
    }
    return render(request, "volunteers/organise/people.html", context)


def _file_of(request: Organising, chosen: Campaign | None, wanted: dict[str, str]) -> str:
    """Where the people chosen are a file; of one campaign, since each fetching is on record."""
    if chosen is None or not request.user.has_perm(FETCH, chosen):
        return ""
    rest = {name: value for name, value in wanted.items() if name != "campaign"}
    path = reverse("volunteers_organise:people_csv", args=[chosen.slug])
    return f"{path}?{urlencode(rest)}" if rest else path


def _day(moment: datetime | None) -> str:
    """The day by the clock here, not in Greenwich."""
    return timezone.localdate(moment).isoformat() if moment else ""


@require_safe
@workspace_page
def download(request: Organising, slug: str) -> HttpResponse:
    """The list as a file for spreadsheets; who fetched it stands in the trail."""
    campaign = find(request, Campaign.objects.public(), SEE, FETCH, slug=slug)
    wanted = PeopleFilter(request.GET, campaigns=[]).wanted()
    rows = helpers(found(Campaign.objects.filter(pk=campaign.pk), wanted))
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(
        [
            _("Name"),
            _("E-mail address"),
            _("How they help"),
            _("Languages"),
            _("Districts"),
            _("Usually has time"),
            _("What they told us"),
            _("Joined on"),
        ]
    )
    for one in rows:
        spoken = [f"{row} ({row.get_level_display()})" for row in one.languages]
        told = [
            one.name,
            one.email,
            ", ".join(one.ways),
            ", ".join(spoken),
            ", ".join(one.districts),
            ", ".join(one.slots),
            one.supporter.note,
            _day(one.supporter.confirmed_at),
        ]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in told])
    audit.record("volunteers.people_fetched", request.user, campaign, rows=len(rows))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}.csv"'
    return response
