"""The form a signature is made of: five fields and the consents. The API takes the same."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from petitions import consents
from petitions.services import Details
from privacy.person import canonical_address
from web.forms import AddressField, CleanCharField, same_fields_for_all

# Five digits in Germany; four to six elsewhere in Europe, with letters and a space.
POSTCODE = re.compile(r"^[0-9A-Z][0-9A-Z -]{2,8}[0-9A-Z]$")
# What mail programs turn into a link; "St.John" and "a.d.Heide" stay names.
NOT_IN_A_NAME = re.compile(
    r"[/:@<>\\]|\bwww\.|\w\.(?:app|biz|cc|ch|cn|co|com|de|eu|info|io|link|me|net|online|org|pl"
    r"|ru|shop|site|tk|top|tr|tv|uk|us|xyz)\b",
    re.IGNORECASE,
)
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@same_fields_for_all
class SignForm(forms.Form):
    given_name = CleanCharField(
        label=_("Given name"),
        max_length=80,
        error_messages={"required": _("Enter your given name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "enterkeyhint": "next"}),
    )
    family_name = CleanCharField(
        label=_("Family name"),
        max_length=80,
        error_messages={"required": _("Enter your family name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "enterkeyhint": "next"}),
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("We send you one e-mail to confirm. Nobody else gets to see your address."),
        error_messages={
            "required": _("Enter your e-mail address, so that you can confirm your signature.")
        },
        widget=forms.EmailInput(attrs={"enterkeyhint": "next"}),
    )
    postcode = CleanCharField(
        label=_("Postcode"),
        max_length=10,
        error_messages={"required": _("Enter your postcode, for example 44137.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "postal-code",
                "inputmode": "text",
                "enterkeyhint": "done",
                "dir": "ltr",
                "class": "input input--short",
            }
        ),
    )
    consent_signing = forms.BooleanField(
        label=consents.WORDINGS[consents.SIGNING],
        error_messages={
            "required": _("Tick the first box: without your consent we may not store a signature.")
        },
    )
    consent_name = forms.BooleanField(label=consents.WORDINGS[consents.SHOW_NAME], required=False)
    consent_news = forms.BooleanField(label=consents.WORDINGS[consents.NEWS], required=False)
    text = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    # Which box is which purpose.
    CONSENTS = {
        "consent_signing": consents.SIGNING,
        "consent_name": consents.SHOW_NAME,
        "consent_news": consents.NEWS,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_given_name(self) -> str:
        return self._name("given_name")

    def clean_family_name(self) -> str:
        return self._name("family_name")

    def _name(self, field: str) -> str:
        """The name stands in a mail to whatever address was typed: it must carry no message."""
        name = self.cleaned_data[field]
        if NOT_IN_A_NAME.search(name):
            raise forms.ValidationError(
                _("Enter a name only, without a web address."), code="not_a_name"
            )
        return name

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        try:
            canonical_address(email)
        except ValueError:
            raise forms.ValidationError(
                _("Enter an e-mail address like name@example.org."), code="invalid"
            ) from None
        return email

    def clean_postcode(self) -> str:
        postcode = self.cleaned_data["postcode"].translate(ARABIC_DIGITS).upper()
        if not POSTCODE.match(postcode):
            raise forms.ValidationError(
                _("Enter a postcode like 44137: digits, and letters where your country has them."),
                code="invalid",
            )
        return postcode

    def details(self) -> Details:
        """What was typed and ticked, with each ticked box's sentence as it was shown."""
        data = self.cleaned_data
        return Details(
            given_name=data["given_name"],
            family_name=data["family_name"],
            email=data["email"],
            postcode=data["postcode"],
            language=get_language() or "de",
            text_id=data["text"],
            source=data["source"],
            consents={
                purpose: str(self.fields[name].label)
                for name, purpose in self.CONSENTS.items()
                if data[name]
            },
        )
