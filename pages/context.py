"""What every page shows: who runs the platform, whether it is a demo, and the languages."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from languages.services import LANGUAGES
from pages.models import Instance
from web.held import forget_held, held

KEPT_SECONDS = 30
KEY = "pages.instance"


class Door(NamedTuple):
    """Where the header leads people with an account: a view's name, its section, an icon."""

    view: str
    section: str
    label: Any
    icon: str


LOGIN = Door("accounts:home", "accounts:", _("Log in"), "log-in")
MY_PAGE = Door("accounts:home", "accounts:", _("My page"), "user")
WORKSPACE = Door("organise:home", "organise:", _("Workspace"), "briefcase")


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor; it asks the database at most twice per half minute and process."""
    return {
        "demo": settings.DEMO,
        "instance": current_instance(),
        "languages": LANGUAGES,
        "door": SimpleLazyObject(lambda: door_for(request)),
    }


def door_for(request: HttpRequest) -> Door:
    """Asks nothing, not even the session, for whoever brings no session's cookie.

    Pages for visitors are shared, and know them by that (web.cache.is_visitor).
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return LOGIN
    # What was refused before anybody could be known has no user.
    user: Any = getattr(request, "user", None)
    try:
        if user is None or not user.is_authenticated:
            return LOGIN
        is_at_work = user.moderates or user.memberships.all().exists()
    except (OperationalError, InterfaceError):
        # The page that says so has a header, too.
        return LOGIN
    return WORKSPACE if is_at_work else MY_PAGE


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
