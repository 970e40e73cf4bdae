"""What a legal form asks of those who sign: in plain words, and kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages import editing
from petitions.models import Instrument
from privacy import audit
from web.templatetags.mitstimme import in_language, number


def facts_about(instrument: Instrument) -> list[str]:
    """One sentence each: who may sign, how many it takes, how it is signed, when checked."""
    facts = [who_may_sign(instrument)]
    if needed := how_many(instrument):
        facts.append(needed)
    if instrument.window_days:
        told = _("There are %(days)s days to collect them.")
        facts.append(told % {"days": number(instrument.window_days)})
    if instrument.channel == Instrument.Channel.PAPER:
        facts.append(
            _("Only signatures on paper count. What people sign here is an appeal beside it.")
        )
    elif instrument.channel == Instrument.Channel.EXTERNAL:
        facts.append(
            _("It is signed on a portal of its own. What people sign here is an appeal beside it.")
        )
    if instrument.checked_on:
        told = _("Checked on %(day)s.") % {"day": in_language(instrument.checked_on)}
        # Its signs and digits keep their order in a sentence that runs from right to left.
        reference = (
            f"\u2068{instrument.legal_reference}\u2069: " if instrument.legal_reference else ""
        )
        facts.append(reference + told)
    return facts


def who_may_sign(instrument: Instrument) -> str:
    people = {
        Instrument.Nationality.ANY: _("Anybody may sign, with any passport."),
        Instrument.Nationality.EU: _("Germans and citizens of the European Union may sign."),
        Instrument.Nationality.GERMAN: _("Only Germans may sign."),
    }[Instrument.Nationality(instrument.nationality)]
    parts = [people]
    if instrument.minimum_age:
        parts.append(_("From the age of %(age)s.") % {"age": instrument.minimum_age})
    if months := instrument.months_of_residence:
        told = ngettext(
            "Who has lived here for %(months)s month.",
            "Who has lived here for %(months)s months.",
            months,
        )
        parts.append(told % {"months": months})
    return " ".join(parts)


def how_many(instrument: Instrument) -> str:
    if instrument.quorum:
        told = ngettext(
            "%(number)s signature is enough.",
            "%(number)s signatures are needed.",
            instrument.quorum,
        )
        return told % {"number": number(instrument.quorum)}
    if instrument.quorum_percent is None:
        return ""
    told = _("%(percent)s percent of the people are needed.") % {
        "percent": f"{instrument.quorum_percent.normalize():f}"
    }
    if instrument.quorum_cap:
        told += " " + _("%(number)s at most.") % {"number": number(instrument.quorum_cap)}
    return told


@transaction.atomic
def set_figures(instrument: Instrument, figures: Mapping[str, Any], *, actor: Any) -> list[str]:
    """Store what the law says now, with its source and the day it was looked up.

    Returns the names of the fields that changed. Petitions show the figures of today.
    """
    row = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    changed = sorted(name for name, value in figures.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, figures[name])
    if changed:
        row.save(update_fields=changed)
        audit.record("petitions.figures_set", actor, row, fields=changed)
    return changed


@transaction.atomic
def write_instrument(
    instrument: Instrument, language: str, words: Mapping[str, str], *, seen: str, actor: Any
) -> None:
    """Store its name and explanation in one language. Raises what `editing.write` raises."""
    editing.write(instrument, language, words, seen=seen)
    audit.record("petitions.instrument_written", actor, instrument, language=language)
