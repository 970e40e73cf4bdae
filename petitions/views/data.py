"""A petition's numbers for anybody to use, and the page that explains them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from petitions.models import Petition
from petitions.models.petitions import PetitionQuerySet
from petitions.open_data import tables_of
from petitions.services.districts import published_districts
from web import open_data
from web.cache import cached_page
from web.charts import shares
from web.pressure import Order, sheds


@require_safe
@cached_page(open_data.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def data(request: HttpRequest, slug: str) -> HttpResponse:
    petition = get_object_or_404(_shown(), slug=slug)
    published = published_districts(petition)
    tables = tables_of(petition, published)
    context = {
        "petition": petition,
        "tables": tables.values(),
        "districts": shares(
            [
                (district or _("Elsewhere, or not known"), number)
                for district, number in published.numbers.shown
            ],
            withheld=published.numbers.withheld,
        ),
        "districts_at": published.at,
        "licence": open_data.licence(),
        "structured": open_data.dataset(
            _("Signatures of: %(title)s") % {"title": petition.text.title},
            petition.text.summary,
            request.path,
            list(tables.values()),
        ),
    }
    return render(request, "petitions/petition_data.html", context)


@require_safe
@cached_page(open_data.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def data_file(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One of the tables as a file."""
    petition = get_object_or_404(_shown(), slug=slug)
    table = tables_of(petition, published_districts(petition)).get(name)
    if table is None or kind not in open_data.KINDS:
        raise Http404
    return open_data.answer(table, kind)


def _shown() -> PetitionQuerySet:
    return Petition.objects.public().with_texts()
