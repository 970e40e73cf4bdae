"""Keeping what somebody wrote while their session ended, until they have logged in again.

A cookie of the same browser opens it. An address would not do: with a form that a stranger
had kept, a link could make an organiser send it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import HeldForm
from privacy.secrets import digest
from web.limits import LimitExceeded, check, client_network

COOKIE = "held"
KEPT = timedelta(days=1)
# The longest story with all its fields; a file is never kept.
LONGEST = 200_000
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2"})


def hold(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the fields of a POST, and hand the browser the cookie that opens them."""
    secret = token_urlsafe(32)
    HeldForm.objects.create(
        digest=digest(secret), path=request.path[:500], fields=json.dumps(_fields_of(request))
    )
    response.set_cookie(
        COOKIE,
        secret,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def may_hold(request: HttpRequest) -> bool:
    """Whether there is something to keep, and not too much of it.

    Whoever has no session could fill the table: a network keeps so many an hour.
    """
    fields = _fields_of(request)
    if not fields or len(json.dumps(fields)) > LONGEST:
        return False
    try:
        check("held:network", client_network(request))
    except LimitExceeded:
        return False
    return True


def look_up(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """The path and the fields that this browser left; None when there are none any more."""
    kept = HeldForm.objects.filter(created_at__gt=timezone.now() - KEPT)
    held = kept.filter(digest=digest(request.COOKIES.get(COOKIE, ""))).first()
    if held is None:
        return None
    return held.path, [(name, value) for name, value in json.loads(held.fields)]


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what this browser left."""
    HeldForm.objects.filter(digest=digest(request.COOKIES.get(COOKIE, ""))).delete()
    response.delete_cookie(COOKIE, samesite="Lax")


def delete_old() -> int:
    return HeldForm.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT
    ]
