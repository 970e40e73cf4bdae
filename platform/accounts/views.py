"""The pages of an account that allauth does not have: "my page" and closing the account."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
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
    """Ask once more, then delete the account."""
    if request.method != "POST":
        return render(request, "accounts/close.html")
    user = request.user
    logout(request)
    services.close(user, actor=user)
    messages.success(request, _("Your account is deleted."))
    return redirect("account_login")
