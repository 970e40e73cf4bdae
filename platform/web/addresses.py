"""Addresses that are asked for again and again."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address(name: str, *args: str) -> str:
    """`reverse`, remembered: it takes as long as the rest of a redirect's view."""
    return _made(name, args, get_language(), get_script_prefix())


@lru_cache(maxsize=1000)
def _made(name: str, args: tuple[str, ...], language: str | None, prefix: str) -> str:
    return reverse(name, args=args)
