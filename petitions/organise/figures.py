"""A petition's signatures in numbers: their course with goal and forecast, and their ways."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.charts import charts_of
from petitions.organise.finding import found


@require_safe
@workspace_page
def figures(request: Organising, slug: str) -> HttpResponse:
    """Counted by a job, a minute old or more; nothing here tells who somebody is."""
    petition = found(request, slug)
    numbers = services.figures_of(petition)
    context = {
        "petition": petition,
        "figures": numbers,
        "charts": charts_of(petition, numbers),
    }
    return render(request, "petitions/organise/petition_figures.html", context)
