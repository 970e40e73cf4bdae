"""Where allauth meets this platform: mails, secrets, limits, and who may come in."""

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts import emails, services
from accounts.models import User, normalise_email
from privacy.fields import cipher
from web import switches
from web.limits import client_network


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already the e-mail address of your account."),
        "same_as_current": _("This is already the e-mail address of your account."),
        "email_password_mismatch": _("The e-mail address and the password do not match."),
        "enter_current_password": _("This is not your password until now."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or its time is over."),
        "invalid_login": _("The e-mail address and the password do not match."),
        "invalid_password_reset": _("This link no longer works."),
        "too_many_login_attempts": _(
            "That was wrong several times. Please wait five minutes, then try again."
        ),
        "rate_limited": _("That was a little fast. Please wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Switched off is for a while, and told by 503 as with every part; allauth's own page
        (200) stays for an instance that is closed for good."""
        if switches.off("accounts.signup"):
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=503))
        return super().is_open_for_signup(request)

    def clean_email(self, email: str) -> str:
        return normalise_email(email)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        # Passkeys and reset links do not pass through the backend.
        if user.is_demo and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def set_password(self, user: User, password: str) -> None:
        # For the notice of it: a first password was not set anew.
        user.had_password = user.has_usable_password()  # type: ignore[attr-defined]
        super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        user = context.get("user")
        language = getattr(user, "language", "") or get_language() or settings.LANGUAGE_CODE
        named = context | {"name": getattr(user, "display_name", "")}
        emails.post(emails.letter(template_prefix, to=email, language=language, context=named))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict | None = None,
        email: str | None = None,
    ) -> None:
        if template_prefix == emails.SET_ANEW and not getattr(user, "had_password", True):
            template_prefix = emails.SET_FIRST
        way_out = settings.SITE_URL + reverse("account_reset_password")
        more = {"user": user, "password_reset_url": way_out}
        more |= _about_programs(template_prefix, user)
        super().send_notification_mail(template_prefix, user, (context or {}) | more, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For limits only; accounts.apps keeps it out of the list of sessions."""
        return client_network(request)


def _about_programs(template_prefix: str, user: User) -> dict[str, str]:
    """What a new password has meant for those that act for the account, if there are any."""
    if getattr(user, "were_programs_stopped", False):
        what = emails.STOPPED
    elif template_prefix == emails.CHANGED and services.has_programs(user):
        what = emails.GOING_ON
    else:
        return {}
    return {"programs": what, "programs_url": settings.SITE_URL + reverse("access:tokens")}


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _(
            "Recovery codes need an authenticator app or a security key first."
        ),
        "incorrect_code": _("This code is not right, or its time is over."),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """A QR code with paper of its own: dark on dark no scanner can read it."""
        drawn = BytesIO()
        segno.make(url, error="m", micro=False).save(
            drawn, kind="svg", scale=6, dark="#000", light="#fff", xmldecl=False
        )
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()
