"""`{% load shifts %}`: what a shift needs, and the shifts of a campaign or an event."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from campaigns.models import Campaign
from events.models import Event
from volunteers.models import Requirement, Shift
from volunteers.services.reading import MOST_SEATS, Need, needs_of, with_needs_told

register = template.Library()
# On the page of a campaign or an event; its list has the rest.
SHOWN = 4


@register.filter
def needs(shift: Shift) -> list[Need]:
    """The needs of a shift that came `with_needs_told`."""
    return needs_of(shift)


@register.filter
def missing(needs: list[Need]) -> int:
    """How many people are missing until there are as many as it takes."""
    return sum(need.missing for need in needs)


@register.filter
def seats(needs: list[Need]) -> list[bool]:
    """The seats of all of them side by side, those that are taken first."""
    drawn = sorted((seat for need in needs for seat in need.seats), reverse=True)
    return drawn[:MOST_SEATS]


@register.filter
def full(needs: list[Need]) -> bool:
    """Whether whoever signs up now waits, whatever they want to do."""
    return all(need.is_full for need in needs)


@register.filter
def spoken(requirement: Requirement) -> SafeString:
    """The languages one of which it needs, each in its own name: "Türkçe or العربية"."""
    word = pgettext("between languages, one of which is enough", "or")
    names = [(one.language, str(one)) for one in requirement.languages.all()]
    between = format_html(" {} ", word)
    return format_html_join(between, '<bdi lang="{}">{}</bdi>', names)


@register.simple_tag
def shifts_of(thing: Campaign | Event) -> list[Shift]:
    """The next shifts of a campaign or an event. Templates may look up, Python may not."""
    of_it = {"campaign": thing} if isinstance(thing, Campaign) else {"event": thing}
    shifts = Shift.objects.listed().not_over().filter(**of_it)
    return list(with_needs_told(shifts).order_by("starts_at", "pk")[:SHOWN])
