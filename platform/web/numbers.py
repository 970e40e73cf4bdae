"""Numbers as a language's readers write them, where no template is at hand."""

from django.utils import numberformat
from django.utils.formats import get_format


def grouped(number: int) -> str:
    """Return `number` in groups of three for the current language, like the filter `number`.

    Digits are Latin in every language. Django's format for Arabic names no grouping, so the
    groups are given here.
    """
    return numberformat.format(
        number,
        get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )
