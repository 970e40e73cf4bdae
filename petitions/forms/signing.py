"""The form a signature is made of: five fields and the consents. The API takes the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from petitions import consents, services
from petitions.models import ContactWording
from petitions.services import Details
from petitions.services.contacts import Wordings
from privacy.forms import PersonAddressField
from web.forms import CleanCharField, NameField, same_fields_for_all

# Five digits in Germany; four to six elsewhere in Europe, with letters and a space.
POSTCODE = re.compile(r"^[0-9A-Z][0-9A-Z -]{2,8}[0-9A-Z]$")
KEY = re.compile(r"^[0-9]{1,18}$")
MOST_TICKED = 10
OTHERS_ASK = _(
    "Which organisations ask to write to you has changed meanwhile. Please look at the boxes "
    "again: tick what you want, or nothing."
)
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class TickedField(forms.Field):
    """The keys of what was ticked: as a browser sends several of one name, or as a list."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        ticked = value if isinstance(value, list | tuple) else [value] if value else []
        if len(ticked) > MOST_TICKED or not all(KEY.match(str(one)) for one in ticked):
            raise forms.ValidationError(OTHERS_ASK, code="invalid")
        return [int(one) for one in ticked]


def _nobody_asks(*, is_new: bool = False) -> Wordings:
    return []


class Box(NamedTuple):
    """An organisation's box on the form."""

    wording: ContactWording
    is_ticked: bool


@same_fields_for_all
class SignForm(forms.Form):
    given_name = NameField(
        label=_("Given name"),
        max_length=80,
        error_messages={"required": _("Enter your given name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "enterkeyhint": "next"}),
    )
    family_name = NameField(
        label=_("Family name"),
        max_length=80,
        error_messages={"required": _("Enter your family name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "enterkeyhint": "next"}),
    )
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_(
            "We send you one e-mail to confirm. Without your consent nobody else gets to see your "
            "address."
        ),
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
    contacts = TickedField(required=False)
    text = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    # Which box is which purpose.
    CONSENTS = {
        "consent_signing": consents.SIGNING,
        "consent_name": consents.SHOW_NAME,
        "consent_news": consents.NEWS,
    }

    def __init__(
        self, *args: Any, wordings: Callable[..., Wordings] | None = None, **kwargs: Any
    ) -> None:
        """`wordings` gives what organisations ask on this petition's form; it is called where
        something was ticked, or boxes are shown, with is_new=True to ask anew."""
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self._wordings = wordings or _nobody_asks

    def clean_postcode(self) -> str:
        postcode = self.cleaned_data["postcode"].translate(ARABIC_DIGITS).upper()
        if not POSTCODE.match(postcode):
            raise forms.ValidationError(
                _("Enter a postcode like 44137: digits, and letters where your country has them."),
                code="invalid",
            )
        return postcode

    def clean_contacts(self) -> list[int]:
        """What was shown, be it in words that were replaced since; nothing unseen or ended."""
        ticked = self.cleaned_data["contacts"]
        if not ticked:
            return []
        known = self._by_key()
        if not known.keys() >= set(ticked):
            # Offered a moment ago.
            known = self._by_key(is_new=True)
        if not known.keys() >= set(ticked):
            raise forms.ValidationError(OTHERS_ASK, code="others_ask")
        return list({known[one].offer_id: one for one in ticked}.values())

    def _by_key(self, **how: bool) -> dict[int, ContactWording]:
        return {one.pk: one for one in self._wordings(**how)}

    def boxes(self) -> list[Box]:
        """The organisations' boxes. Never ticked before somebody does; ticked again after an
        error only where the words are still those that were ticked."""
        ticked = self["contacts"].value() if self.is_bound else None
        keys = {str(one) for one in ticked} if isinstance(ticked, list | tuple) else set()
        return [Box(one, str(one.pk) in keys) for one in services.boxes(self._wordings())]

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
            contacts=data["contacts"],
            consents={
                purpose: str(self.fields[name].label)
                for name, purpose in self.CONSENTS.items()
                if data[name]
            },
        )
