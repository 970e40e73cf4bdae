"""What every page shows: who runs the platform, whether it is a demo, and the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from languages.services import LANGUAGES
from pages.models import Instance
from web.held import forget_held, held

KEPT_SECONDS = 30
KEY = "pages.instance"


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor; it asks the database at most twice per half minute and process."""
    return {"demo": settings.DEMO, "instance": current_instance(), "languages": LANGUAGES}


def current_instance() -> Instance:
    """Return the instance with its texts in all languages, or an empty one before set-up.

    While the database is away the last one holds: a page that says so has a header, too.
    """
    return held(KEY, KEPT_SECONDS, _read, unknown=_empty())


def forget_instance() -> None:
    """Read it anew on the next page: after a change in this process, and between tests."""
    forget_held(KEY)


def _read() -> Instance:
    instance = Instance.objects.prefetch_related("texts").first()
    if instance is None:
        return _empty()
    # All languages at once, so that one copy serves every page.
    instance.shown_texts = list(instance.texts.all())
    return instance


def _empty() -> Instance:
    instance = Instance()
    instance.shown_texts = []
    return instance
