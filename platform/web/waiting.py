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

from web import held, pressure
from web.errors import WAIT_SECONDS, NotNow

log = structlog.get_logger(__name__)

# When static/js/wait.js says how long it still is: it waits up to twice the time named.
SAID_AT = (0, 10, 20, 30)

type View = Callable[..., HttpResponse]


def or_wait(show: View) -> Callable[[View], View]:
    """Under pressure (web.pressure), or while the database is away: `show`, with 503.

    `show` gets the view's arguments and a keyword `waiting`: {"seconds", "said_at"}, for
    `components/waiting.html`. Whatever the view had begun to store is rolled back.
    """

    def decorate(view: View) -> View:
        order = pressure.order_of(view)

        @wraps(view)
        def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                pressure.admit(order)
                if held.is_away():
                    raise NotNow
                return view(request, *args, **kwargs)
            except NotNow as refusal:
                seconds = refusal.retry_after
            except held.AWAY as error:
                held.note(error)
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

        waiting.admits_itself = True  # type: ignore[attr-defined]
        return waiting

    return decorate
