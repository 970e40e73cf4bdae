"""Minutes as people say and type them ("3:30 h", "4 h", "3,5"), and days in words."""

from __future__ import annotations

import re
from datetime import date

from django.utils import formats, numberformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# "3", "3:30", "3,5", "3.25", in whatever digits.
TYPED = re.compile(r"(\d{1,3})(?:(:)(\d{2})|[.,\u066b](\d{1,2}))?")


def spoken(minutes: int) -> str:
    """So many minutes in hours: "4 h" or "3:30 h"."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(time)s h") % {"time": f"{hours}:{rest:02}"}
    grouped = numberformat.format(
        hours,
        formats.get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )
    return _("%(time)s h") % {"time": grouped}


def period(first: date, last: date) -> str:
    """From one day to another; a single day where they are the same."""
    days = [date_format(day, "DATE_FORMAT", use_l10n=True) for day in (first, last)]
    if first == last:
        return _("on %(day)s") % {"day": days[0]}
    return _("from %(first)s to %(last)s") % {"first": days[0], "last": days[1]}


def typed(minutes: int | None) -> str:
    """So many minutes as a field shows them: "3:30"; "" for none."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02}"


def minutes_of(text: str) -> int | None:
    """What somebody typed as hours, in minutes; None for what is no time."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        return None
    hours, is_clock, minutes, decimals = found.groups()
    if is_clock:
        return int(hours) * 60 + int(minutes) if int(minutes) < 60 else None
    part = int(decimals) / 10 ** len(decimals) if decimals else 0
    return int(hours) * 60 + round(part * 60)
