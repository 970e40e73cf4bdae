"""The pages of an account that allauth does not have: "my page" and closing the account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.forms import ProfileForm
from accounts.models import User


class LoggedIn(HttpRequest):
    """A request that has passed @login_required."""

    user: User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: LoggedIn) -> HttpResponse:
    """Name and language, the organisations one works for, and the keys to the account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(request.user.language):
            messages.success(request, _("Saved."))
            return redirect("accounts:home")
    if form.errors:
        # A form that did not pass has already changed the object that the page shows.
        request.user.refresh_from_db()
    context = {
        "form": form,
        "has_second_factor": Authenticator.objects.filter(user=request.user).exists(),
    }
    return render(request, "accounts/home.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: LoggedIn) -> HttpResponse:
    """Ask once more, then delete the account; or say what must be done before."""
    user = request.user
    if request.method == "POST":
        try:
            services.close(user, actor=user)
        except ValidationError:
            return render(request, "accounts/close.html", _what_ties(user), status=422)
        logout(request)
        messages.success(request, _("Your account is deleted."))
        return redirect("account_login")
    return render(request, "accounts/close.html", _what_ties(user))


def _what_ties(user: User) -> dict[str, Any]:
    return {"ties": services.ties_of(user)}
