"""What somebody types who wants to come to an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.consents import NEEDS, WORDINGS
from events.models import Event
from events.services import Wish
from privacy.forms import PersonAddressField
from web.forms import CleanCharField, NameField, same_fields_for_all

MOST_NEEDS = 500


@same_fields_for_all
class RegisterForm(forms.Form):
    name = NameField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter your name, so that the hosts find you on the list.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("We send you one e-mail to confirm, and one if something changes."),
        error_messages={
            "required": _("Enter your e-mail address, so that you can confirm your registration.")
        },
        widget=forms.EmailInput(attrs={"enterkeyhint": "next"}),
    )
    party_size = forms.IntegerField(
        label=_("How many people come, you included?"),
        min_value=1,
        error_messages={
            "required": _("Say how many people come. Just you? Then write 1."),
            "invalid": _("Write the number of people in digits, for example 2."),
            "min_value": _("At least one person has to come."),
        },
        widget=forms.NumberInput(
            attrs={"inputmode": "numeric", "dir": "ltr", "class": "input input--short"}
        ),
    )
    access_needs = CleanCharField(
        label=_("What do you need to take part?"),
        help_text=_("For example a place for a wheelchair, or sign language. Only if you want."),
        required=False,
        max_length=MOST_NEEDS,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consent_needs = forms.BooleanField(label=WORDINGS[NEEDS], required=False)
    source = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("initial", {"party_size": 1})
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self._event = event

    def clean_party_size(self) -> int:
        number: int = self.cleaned_data["party_size"]
        if number > self._event.party_at_most:
            raise forms.ValidationError(
                _(
                    "Register at most %(number)d people at once. Do more want to come? Then "
                    "please let them register themselves."
                ),
                code="too_many",
                params={"number": self._event.party_at_most},
            )
        return number

    def clean_consent_needs(self) -> bool:
        """Needs that nobody may read are not taken silently."""
        agrees: bool = self.cleaned_data["consent_needs"]
        if self.cleaned_data.get("access_needs") and not agrees:
            raise forms.ValidationError(
                _("Tick this box so that the hosts may read what you need, or empty the field."),
                code="needs_consent",
            )
        return agrees

    def wish(self) -> Wish:
        """What was typed and ticked, with the ticked box's sentence as it was shown."""
        data = self.cleaned_data
        agrees = data["consent_needs"] and data["access_needs"]
        return Wish(
            name=data["name"],
            email=data["email"],
            language=get_language() or "de",
            party_size=data["party_size"],
            access_needs=data["access_needs"],
            source=data["source"],
            consents={NEEDS: str(self.fields["consent_needs"].label)} if agrees else {},
        )
