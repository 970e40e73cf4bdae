"""Numbers as a language's readers write them."""

from babel.numbers import format_decimal
from django.utils.translation import get_language, to_locale


def grouped(number: int) -> str:
    """Return `number` grouped for the current language, in Latin digits in every language.

    Django's own Arabic formats know no grouping; the Unicode tables behind Babel do.
    """
    return format_decimal(number, locale=to_locale(get_language() or "en"))
