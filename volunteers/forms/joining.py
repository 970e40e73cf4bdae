"""What somebody types who joins a campaign: who they are and how they want to help first, the
rest in a second part that can stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.forms import PersonAddressField
from volunteers.consents import WORDINGS
from volunteers.forms.telling import DistrictsField, LanguagesField, SlotsField
from volunteers.forms.widgets import WayBoxes
from volunteers.services import Joining
from web.forms import CleanCharField, NameField, same_fields_for_all

MOST_NOTE = 500
# What is folded away while nobody uses it.
SECOND_PART = ("languages", "districts", "slots", "note")


@same_fields_for_all
class JoinForm(forms.Form):
    name = NameField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter your name, so that we know how to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("We send you one e-mail to confirm. You have joined when you press there."),
        error_messages={
            "required": _("Enter your e-mail address, so that you can confirm that you join.")
        },
        widget=forms.EmailInput(attrs={"enterkeyhint": "next"}),
    )
    ways = forms.MultipleChoiceField(
        label=_("How do you want to help?"),
        help_text=_("Choose as many as you like. You can change each of them at any time."),
        choices=tuple(WORDINGS.items()),
        error_messages={"required": _("Choose at least one way to help.")},
        widget=WayBoxes,
    )
    languages = LanguagesField()
    districts = DistrictsField()
    slots = SlotsField()
    note = CleanCharField(
        label=_("Is there anything you want to tell us?"),
        help_text=_("For example what you are good at. Those who coordinate it read this."),
        required=False,
        max_length=MOST_NOTE,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    @property
    def tells_more(self) -> bool:
        """Whether the second part holds something to read or to put right."""
        return self.is_bound and any(
            self[name].value() or name in self.errors for name in SECOND_PART
        )

    def joining(self) -> Joining:
        """What was typed and ticked, each ticked way with its sentence as it was shown."""
        data = self.cleaned_data
        return Joining(
            name=data["name"],
            email=data["email"],
            language=get_language() or "de",
            ways={way: str(words) for way, words in WORDINGS.items() if way in data["ways"]},
            languages=data["languages"],
            districts=data["districts"],
            slots=data["slots"],
            note=data["note"],
            source=data["source"],
        )
