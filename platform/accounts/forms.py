"""allauth's forms in our words, and the form of "my page"."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import stop_programs
from web.forms import CleanCharField

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your password until now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "remember": _("Stay logged in on this device"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Use it instead of the password"),
}
HINTS = {
    # As long as AUTH_PASSWORD_VALIDATORS ask for.
    "password1": _("At least 12 characters. Three or four words in a row are easy to remember."),
    "name": _("So that you can tell your keys apart."),
    "passwordless": _("You then log in with your fingerprint, your face or a PIN alone."),
}


class InOurWords:
    """Labels and hints of this platform; no placeholders, which vanish when one needs them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField) or name == "code":
                # Addresses and codes read left to right in every language.
                field.widget.attrs["dir"] = "ltr"
            if name == "code":
                field.widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}


class LoginForm(InOurWords, account.LoginForm):
    pass


class SignupForm(InOurWords, account.SignupForm):
    display_name = CleanCharField(
        label=_("Your name"),
        help_text=_("Those who work with you here see it."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    field_order = ("display_name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].help_text = type(self).base_fields["display_name"].help_text
        self.fields["password1"].label = _("Password")

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name, and write to this person in the language of the page they are on."""
        user.display_name = self.cleaned_data["display_name"]
        user.language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["display_name", "language"])


class AddEmailForm(InOurWords, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """By a mailed link: the way back for whoever has lost the account to somebody, who may have
    let programs in. With the old password ends what it opened."""

    def save(self) -> None:
        with transaction.atomic():
            super().save()
            # For the notice of it.
            self.user.were_programs_stopped = stop_programs(self.user)


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class AuthenticateCodeForm(InOurWords, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(InOurWords, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    pass


class AddKeyForm(InOurWords, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditKeyForm(InOurWords, webauthn.EditWebAuthnForm):
    pass


class ProfileForm(forms.ModelForm):
    display_name = CleanCharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("We write to you in this language."),
        choices=lambda: settings.LANGUAGES,
    )

    class Meta:
        model = User
        fields = ("display_name", "language")
