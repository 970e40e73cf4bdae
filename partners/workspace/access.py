"""Who comes into the workspace, and what a refusal says.

A stranger gets 404 for what is not theirs, so that nobody learns what exists. A member
without the right gets 403 and a sentence that says whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import held_forms
from accounts.models import User
from web import errors
from web.errors import NotAllowed
from web.htmx import wants_part
from web.origin import is_same_origin

log = structlog.get_logger(__name__)

type View = Callable[..., HttpResponse]


class Organising(HttpRequest):
    """A request that has passed @workspace_page; the user's memberships are loaded once."""

    user: User


def workspace_page(view: View) -> View:
    """Only for people with an account, never kept by a browser or a proxy.

    Whoever posts after the session has ended finds the text again after logging in, and
    after it was sent, no longer.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _log_in_first(request)
        prefetch_related_objects([request.user], "memberships")
        try:
            response = view(request, *args, **kwargs)
        except ObjectDoesNotExist as gone:
            # As in the programming interface (web.api): somebody else was a moment faster.
            log.warning("gone_meanwhile", exc_info=gone)
            raise Http404 from None
        held_forms.drop_once_sent(request, response)
        return response

    guarded.is_workspace_page = True  # type: ignore[attr-defined]
    return never_cache(guarded)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW: keep what was written here before a login in another tab.

    Each login makes the forms of other tabs expire. Only for our own page's form: a foreign
    page could lay words into somebody's mouth.
    """
    view = request.resolver_match and request.resolver_match.func
    ours = getattr(view, "is_workspace_page", False)
    if ours and wants_part(request):
        return _said_in_its_place(request)
    is_from_here = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    if ours and is_from_here and is_same_origin(request) and held_forms.has_written(request):
        return _log_in_first(request)
    return errors.csrf_failure(request, reason)


def find[T: Model](
    request: HttpRequest, things: QuerySet[T], see: str, need: str = "", **lookup: Any
) -> T:
    """The thing, for whoever may `see` it and has the permission that this page needs.

    Raises Http404 for whoever may not see it, NotAllowed for whoever lacks the right.
    """
    thing = get_object_or_404(things, **lookup)
    if not request.user.has_perm(see, thing):
        raise Http404
    if need:
        require(request, need, thing)
    return thing


def require(request: HttpRequest, permission: str, thing: Model | None = None) -> None:
    """Raises NotAllowed with a sentence."""
    if not request.user.has_perm(permission, thing):
        raise NotAllowed(
            _(
                "Your role does not include this. Ask an owner of your organisation to do it, "
                "or to give you the role for it."
            )
        )


def _log_in_first(request: HttpRequest) -> HttpResponse:
    """To the login, and from there to what was asked for, or to what was written."""
    if wants_part(request):
        return _said_in_its_place(request)
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if not held_forms.has_written(request):
        return redirect_to_login(reverse("organise:home"))
    if not held_forms.may_hold(request):
        messages.warning(
            request,
            _(
                "Your login had ended, and what you wrote was too much to keep for you. "
                "Go back in your browser and copy it before you log in."
            ),
        )
        return redirect_to_login(reverse("organise:home"))
    response = redirect_to_login(reverse("organise:held"))
    held_forms.hold(request, response)
    return response


def _said_in_its_place(request: HttpRequest) -> HttpResponse:
    """For a part of a page somebody is writing on: the page itself must stay as it is."""
    return render(request, "organise/login_ended.html", status=403)
