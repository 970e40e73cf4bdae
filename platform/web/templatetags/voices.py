"""`{% load voices %}`: the field of voices wherever a count and a goal are at hand."""

from typing import Any

from django import template

from web import charts

register = template.Library()


@register.inclusion_tag("components/voices.html")
def voices(
    count: int,
    goal: int,
    columns: int = 20,
    most: int = 200,
    size: str = "",
    decorative: bool = False,
    caption: str = "",
) -> dict[str, Any]:
    """`{% voices petition.confirmed_count petition.goal %}`; on cards with size="small"."""
    field = charts.voices(count, goal, columns=columns, most=most)
    return {"field": field, "size": size, "decorative": decorative, "caption": caption}
