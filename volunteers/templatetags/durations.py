"""`{% load durations %}`: `{{ minutes|duration }}` and `{% period first last %}`."""

from datetime import date

from django import template

from volunteers import durations

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """So many minutes in hours: "3:30 h"; "" for none."""
    return "" if minutes is None else durations.spoken(minutes)


@register.simple_tag
def period(first: date, last: date) -> str:
    """The days between these, in words."""
    return durations.period(first, last)
