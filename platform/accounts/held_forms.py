"""Keeping what somebody wrote while their session ended, until they have logged in again.

A cookie of the same browser opens it. An address would not do: with a form that a stranger
had kept, a link could make an organiser send it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import HeldForm
from privacy.secrets import digest
from web.limits import LimitExceeded, check, client_network

COOKIE = "held"
KEPT = timedelta(days=1)
# The longest story with all its fields, in characters; a file is never kept.
LONGEST = 200_000
LONGEST_PATH = 500
# Passwords, and the address of whoever signed (petitions.forms.reviewing.FindForm).
NOT_KEPT = frozenset(
    {
        "csrfmiddlewaretoken",
        "password",
        "password1",
        "password2",
        "oldpassword",
        "searched_address",
    }
)

type Fields = list[tuple[str, str]]


class Held(NamedTuple):
    """Where the form was going, what was in it, and whether files must be chosen again."""

    path: str
    fields: Fields
    had_files: bool


def has_written(request: HttpRequest) -> bool:
    """Whether there is anything to keep: most buttons send nothing but themselves."""
    return bool(_fields_of(request))


def hold(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the fields of a POST, and hand the browser the cookie that opens them."""
    secret = token_urlsafe(32)
    HeldForm.objects.create(
        digest=digest(secret),
        path=request.get_full_path(),
        fields=json.dumps(_fields_of(request)),
        had_files=bool(request.FILES),
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
    """Whether it is not too much to keep.

    Whoever has no session could fill the table: a network keeps so many an hour.
    """
    if len(request.get_full_path()) > LONGEST_PATH:
        return False
    if sum(len(name) + len(value) for name, value in _fields_of(request)) > LONGEST:
        return False
    try:
        check("held:network", client_network(request))
    except LimitExceeded:
        return False
    return True


def look_up(request: HttpRequest) -> Held | None:
    """What this browser left; None when there is nothing any more."""
    kept = HeldForm.objects.filter(created_at__gt=timezone.now() - KEPT)
    held = kept.filter(digest=_digest_in(request)).first()
    if held is None:
        return None
    fields = [(name, value) for name, value in json.loads(held.fields)]
    return Held(held.path, fields, held.had_files)


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what this browser left."""
    HeldForm.objects.filter(digest=_digest_in(request)).delete()
    _forget_cookie(response)


def drop_once_sent(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what this browser left for this address, once the address has taken a form.

    A redirect is what takes a form here; a page that shows it again with its errors is none.
    """
    is_taken = request.method == "POST" and 300 <= response.status_code < 400
    if not is_taken or COOKIE not in request.COOKIES:
        return
    here = HeldForm.objects.filter(digest=_digest_in(request), path=request.get_full_path())
    if here.delete()[0]:
        _forget_cookie(response)


def delete_old() -> int:
    return HeldForm.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _digest_in(request: HttpRequest) -> str:
    return digest(request.COOKIES.get(COOKIE, ""))


def _forget_cookie(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _fields_of(request: HttpRequest) -> Fields:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT
    ]
