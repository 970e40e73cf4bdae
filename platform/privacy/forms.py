from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.person import canonical_address
from web.forms import AddressField


class PersonAddressField(AddressField):
    """An address by which somebody is known: one that a person key can be made of."""

    def clean(self, value: Any) -> str:
        email: str = super().clean(value)
        if email:
            try:
                canonical_address(email)
            except ValueError:
                # "from None": the cause must not carry the address into a log.
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return email


class AskForLinkForm(forms.Form):
    """The one thing someone must tell to get at their data: where the mail goes."""

    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("The address that you used here, for example to sign a petition."),
        widget=forms.EmailInput(attrs={"enterkeyhint": "send"}),
        error_messages={"required": _("Please enter your e-mail address.")},
    )
