"""`{% load durations %}`: `{{ minutes|duration }}`."""

from django import template

from volunteers.durations import spoken

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """So many minutes in hours: "3:30 h"; "" for none."""
    return "" if minutes is None else spoken(minutes)
