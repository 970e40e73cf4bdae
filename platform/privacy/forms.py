from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.person import LONGEST_ADDRESS, canonical_address


class AskForLinkForm(forms.Form):
    """The one thing someone must tell to get at their data: where the mail goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address that you used here, for example to sign a petition."),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "enterkeyhint": "send"}),
        error_messages={
            "required": _("Please enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        try:
            canonical_address(email)
        except ValueError:
            # "from None": the cause must not carry the address into a log.
            raise ValidationError(self.fields["email"].error_messages["invalid"]) from None
        return email
