"""The pages of an account about the programs that may act for it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from access import services
from access.forms.tokens import TokenForm
from access.models import AccessToken
from accounts import held_forms
from accounts.models import User

# Two presses of one button are no further apart; who loads the page anew later sees no token.
PRESSED_TWICE_WITHIN = timedelta(seconds=10)


class LoggedIn(HttpRequest):
    """A request that has passed @login_required."""

    user: User


def login_required_for_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As @login_required; who had filled in the form finds it again, as in the workspace."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST" or not held_forms.may_hold(request):
            return redirect_to_login(request.get_full_path())
        response = redirect_to_login(reverse("organise:held"))
        held_forms.hold(request, response)
        return response

    return guarded


@never_cache
@login_required
@require_safe
def tokens(request: LoggedIn) -> HttpResponse:
    """What may act for this person; what can't any more stands below, for a while."""
    mine = list(AccessToken.objects.filter(user=request.user))
    context = {
        "applications": services.applications_of(request.user),
        "usable": [token for token in mine if token.is_usable],
        "over": [token for token in mine if not token.is_usable],
    }
    return render(request, "access/token_list.html", context)


@never_cache
@login_required_for_form
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: LoggedIn) -> HttpResponse:
    """Make a token and show it in this very answer: no cookie and no address ever holds it."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, clear = services.issue(request.user, **form.wanted)
        except services.AlreadyIssued as already:
            if not _was_just_pressed(already.token):
                return _say_shown_once(request)
            token, clear = already.token, already.clear
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return _ask(request, form)
        page = render(request, "access/token_issued.html", {"token": token, "clear": clear})
        held = held_forms.look_up(request)
        if held and held.path == request.get_full_path():
            held_forms.drop(request, page)
        return page
    return _ask(request, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: LoggedIn, pk: str) -> HttpResponse:
    """Ask once more, then let the token open nothing any more."""
    token = get_object_or_404(AccessToken, pk=pk, user=request.user)
    if request.method != "POST" and token.is_usable:
        return render(request, "access/token_revoke.html", {"token": token})
    if request.method == "POST":
        services.revoke(token, actor=request.user)
    messages.success(request, _("This token opens nothing any more."))
    return redirect("access:tokens")


def _ask(request: LoggedIn, form: TokenForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "access/token_issue.html", {"form": form}, status=status)


def _was_just_pressed(token: AccessToken) -> bool:
    return token.is_usable and timezone.now() - token.created_at < PRESSED_TWICE_WITHIN


def _say_shown_once(request: LoggedIn) -> HttpResponse:
    messages.info(
        request,
        _(
            "This token has been made, and is shown only once. If you have lost it, revoke it "
            "and make a new one."
        ),
    )
    return redirect("access:tokens")
