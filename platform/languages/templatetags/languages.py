"""`{% load languages %}`: marking text that is not in the page's language."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from languages.services import direction, endonym

register = template.Library()


@register.simple_tag
def text_attributes(text: Any) -> SafeString | str:
    """`lang` and `dir` for a text shown in another language than the page's, else nothing."""
    # A template gives "" where something on the way to the text is missing.
    if not text or text.language == get_language():
        return ""
    return format_html('lang="{}" dir="{}"', text.language, direction(text.language))


@register.filter
def is_fallback(text: Any) -> bool:
    """True where a German text stands in for a missing translation."""
    return text is not None and text.language != get_language()


@register.filter
def words(source: dict[str, str], field: str) -> str:
    """One field's words of a text: `{{ german|words:"title" }}`."""
    return source.get(field, "")


register.filter("endonym", endonym)
register.filter("direction", direction)
