"""Who comes into the workspace, and what a refusal says.

A stranger gets 404 for what is not theirs, so that nobody learns what exists. A member
without the right gets 403 and a sentence that says whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import held_forms
from accounts.models import User
from web.errors import NotAllowed

type View = Callable[..., HttpResponse]


class Organising(HttpRequest):
    """A request that has passed @workspace_page; the user's memberships are loaded once."""

    user: User


def workspace_page(view: View) -> View:
    """Only for people with an account, never kept by a browser or a proxy.

    Whoever posts after the session has ended finds the text again after logging in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _log_in_first(request)
        prefetch_related_objects([request.user], "memberships")
        return view(request, *args, **kwargs)

    return never_cache(guarded)


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
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if not held_forms.may_hold(request):
        return redirect_to_login(reverse("organise:home"))
    response = redirect_to_login(reverse("organise:held"))
    held_forms.hold(request, response)
    return response
