"""What can't be taken just now comes back as it was typed, to be sent again in a moment.

The page that says so must need nothing that may be what is missing: no database, no session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from web.cache import AWAY

log = structlog.get_logger(__name__)

WAIT_SECONDS = 15
# When static/js/wait.js says how long it still is: it waits up to twice the time named.
SAID_AT = (0, 10, 20, 30)

type View = Callable[..., HttpResponse]


class NotNow(Exception):
    """Too much at once. `retry_after` is in how many seconds to ask again."""

    def __init__(self, retry_after: int = WAIT_SECONDS) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


def or_wait(show: View) -> Callable[[View], View]:
    """When the view raises NotNow, or the database is away: `show`, with 503 and Retry-After.

    `show` gets the view's arguments and a keyword `waiting`: {"seconds", "said_at"}, for
    `components/waiting.html`. Whatever the view had begun to store is rolled back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NotNow as refusal:
                seconds = refusal.retry_after
            except AWAY:
                log.exception("database_away")
                seconds = WAIT_SECONDS
            # The page must not ask the database for who is logged in.
            request.user = AnonymousUser()
            told = {"seconds": seconds, "said_at": SAID_AT}
            response = show(request, *args, waiting=told, **kwargs)
            response.status_code = 503
            response["Retry-After"] = str(seconds)
            response["Cache-Control"] = "no-store"
            return response

        return waiting

    return decorate
