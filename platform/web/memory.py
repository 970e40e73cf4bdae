"""What a process loads once and keeps is nothing for the garbage collector to walk through."""

import gc

from django.urls import get_resolver


def settle(*, has_pages: bool = True) -> None:
    """Take all objects there are out of the collector's rounds; call it when all is loaded.

    Python collects the oldest generation only once a quarter as much is new, so a process with
    700,000 objects of classes and functions lets tens of megabytes of circles lie about.
    """
    if has_pages:
        # Else the first link would load them.
        _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
