"""A petition's numbers for anybody to use, and the page that explains them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from petitions.models import Petition
from petitions.models.petitions import PetitionQuerySet
from petitions.open_data import DISTRICTS, tables_of
from web import open_data
from web.cache import cached_page
from web.charts import shares
from web.pressure import Order, sheds


@require_safe
@cached_page(open_data.FRESH_SECONDS, params=())
@sheds(Order.LISTS)
def data(request: HttpRequest, slug: str) -> HttpResponse:
    petition = get_object_or_404(_shown(), slug=slug)
    tables = tables_of(petition)
    counted = {str(name): int(number) for name, number in tables[DISTRICTS].rows}
    withheld = counted.pop("withheld", 0)
    context = {
        "petition": petition,
        "tables": tables.values(),
        "districts": shares(
            [
                (_("Elsewhere, or not known") if name == "elsewhere" else name, number)
                for name, number in counted.items()
            ],
            withheld=withheld,
        ),
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
    table = tables_of(petition).get(name)
    if table is None or kind not in open_data.KINDS:
        raise Http404
    return open_data.answer(table, kind)


def _shown() -> PetitionQuerySet:
    return Petition.objects.public().with_texts()
