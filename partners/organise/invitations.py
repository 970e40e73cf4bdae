"""Where a mailed invitation leads: with an account or without one."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services import enter, open_account
from partners import services
from partners.forms import ROLE_EXPLAINED, NewAccountForm
from partners.models import Invitation, Membership
from web.limits import check, client_network


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the offer; the button takes it. Mail scanners open links too."""
    check("link:network", client_network(request))
    offer = services.look_up_invitation(secret)
    if offer is None or not offer.is_open:
        return render(request, "partners/organise/invitation_closed.html", status=410)
    has_account = User.objects.filter(email=offer.email).exists()
    is_new = not request.user.is_authenticated and not has_account
    form = NewAccountForm(request.POST or None) if is_new else None
    if request.method == "POST" and (request.user.is_authenticated or (form and form.is_valid())):
        try:
            user = _accept(request, offer, form)
        except ValidationError:
            return render(request, "partners/organise/invitation_closed.html", status=410)
        except IntegrityError:
            # Pressed twice at once: the page now says what has become of the offer.
            return redirect(request.path)
        if form is not None:
            enter(request, user)
        messages.success(request, _("Welcome. You belong to the organisation now."))
        return redirect("organise:home")
    context = {
        "invitation": offer,
        "what": ROLE_EXPLAINED[Membership.Role(offer.role)],
        "form": form,
        "has_account": has_account,
        "login_url": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "partners/organise/invitation.html", context, status=status)


@transaction.atomic
def _accept(request: HttpRequest, offer: Invitation, form: NewAccountForm | None) -> User:
    """Whoever belongs now. An account that is made for the offer only comes with it."""
    user = cast("User", request.user)
    if form is not None:
        user = open_account(offer.email, offer.language, **form.cleaned_data)
    services.accept(offer, user)
    return user
