"""Tags and filters that every page uses: icons, numbers, markdown, the way around."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, numberformat, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web import switches
from web.cache import PARAMS
from web.markdown import render_markdown
from web.text import capitalised

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "share" %}`: decorative, hidden from screen readers, unless it gets a label."""
    sprite = static("icons/sprite.svg")
    if label:
        return format_html(
            '<svg class="icon icon--{0}" role="img" aria-label="{2}">'
            '<use href="{1}#{0}"></use></svg>',
            name,
            sprite,
            label,
        )
    return format_html(
        '<svg class="icon icon--{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}"></use></svg>',
        name,
        sprite,
    )


@register.simple_tag
def switched_off(part: str) -> switches.Off | None:
    """`{% switched_off "accounts.signup" as off %}`: what to say in its place, or None."""
    return switches.off(part)


@register.filter(name="markdown")
def markdown_filter(text: str | None) -> SafeString:
    return render_markdown(text or "")


register.filter("capitalised", capitalised)


@register.filter
def number(value: Any) -> Any:
    """Group digits as the language's readers expect; digits are Latin in Arabic too."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    # Django's format for Arabic names no grouping; by threes is right in every language here.
    return numberformat.format(
        value,
        formats.get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )


@register.filter
def in_time(seconds: int) -> str:
    """A length of time in words: 45 seconds, 2 minutes, 4 hours."""
    if seconds % 3600 == 0 and seconds:
        hours = seconds // 3600
        words = ngettext("%(number)s hour", "%(number)s hours", hours)
        return words % {"number": number(hours)}
    if seconds % 60 == 0 and seconds:
        minutes = seconds // 60
        words = ngettext("%(number)s minute", "%(number)s minutes", minutes)
        return words % {"number": number(minutes)}
    return ngettext("%(number)s second", "%(number)s seconds", seconds) % {
        "number": number(seconds)
    }


@register.filter
def in_language(value: date | None) -> str:
    """A date in the words of the language: 14. September 2025."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "DATE_FORMAT", use_l10n=True)


@register.filter
def moment_in_language(value: datetime | None) -> str:
    """A date and a time in the words of the language: 14. September 2025, 13:57.

    Django's own DATETIME_FORMAT names the month first in Arabic, as in English.
    """
    if value is None:
        return ""
    time = formats.time_format(timezone.localtime(value), "TIME_FORMAT", use_l10n=True)
    return _("%(date)s, %(time)s") % {"date": in_language(value), "time": time}


@register.simple_tag(takes_context=True)
def url_in(context: Context, language: str) -> str:
    """The address of this page in another language; home where the page has none there.

    With what tells one page from another in its query, for those who index it. Error pages
    have no resolver match and lead home too.
    """
    return _address_in(context, language, only=PARAMS)


@register.simple_tag(takes_context=True)
def same_page_in(context: Context, language: str) -> str:
    """As `url_in`, with all of the query, for whoever reads on in another language.

    A page that is kept for everybody knows of no `?from=`: there static/js/app.js adds it.
    """
    return _address_in(context, language)


def _address_in(context: Context, language: str, only: Collection[str] | None = None) -> str:
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    with translation.override(language):
        if request is not None and match is not None and match.view_name:
            try:
                path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                return _home(language)
            return path + _kept_query(request, only)
        return _home(language)


@register.simple_tag(takes_context=True)
def active(context: Context, name: str, *below: str) -> str:
    """`aria-current` for a navigation link: "page" on the view itself, "true" in its section.

    `{% active "campaigns:list" %}` names a view, `{% active "campaigns:" %}` a section; further
    names are views that belong to the first one's section.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    current = match.view_name if match else ""
    if current and current == name:
        return mark_safe('aria-current="page"')
    if current and (current in below or (name.endswith(":") and current.startswith(name))):
        return mark_safe('aria-current="true"')
    return ""


def _home(language: str) -> str:
    try:
        return reverse("pages:home")
    except NoReverseMatch:
        return f"/{language}/"


def _kept_query(request: HttpRequest, only: Collection[str] | None) -> str:
    kept = request.GET.copy()
    for name in request.GET:
        if only is not None and name not in only:
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
