"""What anybody may take along of a petition: its signatures by day, and by city district.

Both come from what jobs have counted; nothing is counted here. The days are as new as the
number of all, the districts are told once a day (services.districts).
"""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.models import Petition
from petitions.services.districts import PublishedDistricts
from petitions.services.figures import days_of
from web.charts import every_day
from web.open_data import Field, Table

PER_DAY, DISTRICTS = "signatures-per-day", "signatures-per-district"


def tables_of(petition: Petition, districts: PublishedDistricts) -> dict[str, Table]:
    """Each table by its name. One query, however many days and districts."""
    return {PER_DAY: _per_day(petition), DISTRICTS: _districts(petition, districts)}


def _per_day(petition: Petition) -> Table:
    """Each day from the first signature on; up to today while people can sign."""
    today = timezone.localdate() if petition.is_open() else None
    return _table(
        petition,
        PER_DAY,
        _("Confirmed signatures by day"),
        (
            Field("day", _("The day in Dortmund, from midnight to midnight (Europe/Berlin).")),
            Field(
                "confirmed",
                _(
                    "By how much the number of confirmed signatures changed on that day. It is"
                    " below zero where more people withdrew than confirmed."
                ),
            ),
            Field("confirmed_total", _("All confirmed signatures at the end of that day.")),
        ),
        [[row.day.isoformat(), row.new, row.total] for row in every_day(days_of(petition), today)],
    )


def _districts(petition: Petition, published: PublishedDistricts) -> Table:
    """Those of fewer than five people together, as everywhere."""
    as_of = timezone.localdate(published.at).isoformat() if published.at else ""
    rows: list[list[str | int]] = [
        [district or "elsewhere", number, as_of] for district, number in published.numbers.shown
    ]
    if published.numbers.withheld:
        rows.append(["withheld", published.numbers.withheld, as_of])
    return _table(
        petition,
        DISTRICTS,
        _("Confirmed signatures by city district"),
        (
            Field(
                "district",
                _(
                    "The city district that the postcode belongs to. “elsewhere”: another place,"
                    " or not known. “withheld”: all districts that are not told apart."
                ),
            ),
            Field(
                "confirmed",
                _(
                    "Confirmed signatures. Districts with fewer than five are only told together,"
                    " so that nobody can be recognised."
                ),
            ),
            Field(
                "as_of",
                _(
                    "The day of these numbers. They are renewed once a day at most, and only once"
                    " at least five signatures have changed."
                ),
            ),
        ),
        rows,
    )


def _table(
    petition: Petition,
    name: str,
    title: str,
    fields: tuple[Field, ...],
    rows: list[list[str | int]],
) -> Table:
    page = reverse("petitions:data", args=[petition.slug])
    return Table(f"{petition.slug}-{name}", title, page, f"{page}{name}", fields, rows)
