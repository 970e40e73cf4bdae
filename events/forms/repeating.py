"""When an event repeats, in words; the rule of RFC 5545 is made from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.looking import DateInput
from events.services import rhythm
from web.forms import SpeakingForm

EVERY_WEEK, EVERY_OTHER_WEEK, EVERY_MONTH, LAST_OF_MONTH = "week", "fortnight", "month", "last"


class RepeatForm(SpeakingForm):
    """`cleaned_data["rule"]` is the rule that the answers make."""

    how_often = forms.ChoiceField(
        label=_("How often?"), choices=[], widget=forms.RadioSelect, initial=EVERY_WEEK
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On which weekdays?"),
        choices=WEEKDAYS.items(),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for each week or every other week."),
    )
    times = forms.IntegerField(
        label=_("How many times, this one included?"),
        min_value=2,
        max_value=rhythm.MOST,
        required=False,
        help_text=_("Or give the last day below. Sixty dates at most."),
    )
    until = forms.DateField(label=_("Until which day?"), required=False, widget=DateInput)

    def __init__(self, *args: Any, event: rhythm.Timed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["how_often"].choices = _choices(event.starts_there.date())  # type: ignore[attr-defined]
        self.fields["days"].initial = [event.starts_there.weekday()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        count, day = data.get("times"), data.get("until")
        if self.errors:
            return data
        if count and day is None:
            data["rule"] = self._rule(data, rhythm.times(count))
        elif day and count is None:
            data["rule"] = self._rule(data, rhythm.until(day, self.event.zone))
        else:
            self.add_error("times", _("Say how many times, or until which day: one of both."))
        return data

    def _rule(self, data: dict[str, Any], ends: str) -> str:
        day = self.event.starts_there
        match data["how_often"]:
            case "month":
                return rhythm.monthly(day.weekday(), _week(day.date()), ends=ends)
            case "last":
                return rhythm.monthly(day.weekday(), -1, ends=ends)
            case how_often:
                # Its own weekday is always one of them: it is the first date.
                days = {*data["days"], day.weekday()}
                every = 2 if how_often == EVERY_OTHER_WEEK else 1
                return rhythm.weekly(days, every=every, ends=ends)


def _choices(day: date) -> list[tuple[str, str]]:
    """In words for this event's day; a fifth Saturday is offered as the last one only."""
    weekday = str(WEEKDAYS[day.weekday()])
    choices = [
        (EVERY_WEEK, gettext("every week")),
        (EVERY_OTHER_WEEK, gettext("every other week")),
    ]
    if (week := _week(day)) <= 4:
        choices.append((EVERY_MONTH, _NTH[week - 1] % {"weekday": weekday}))
    if (day.day + 7) > rhythm.days_in(day):
        choices.append(
            (LAST_OF_MONTH, gettext("every month on the last %(weekday)s") % {"weekday": weekday})
        )
    return choices


def _week(day: date) -> int:
    return (day.day - 1) // 7 + 1


_NTH = (
    _("every month on the first %(weekday)s"),
    _("every month on the second %(weekday)s"),
    _("every month on the third %(weekday)s"),
    _("every month on the fourth %(weekday)s"),
)
