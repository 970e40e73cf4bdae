"""Whom a petition asks: chosen from the list, or written anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.models import Addressee
from web.forms import CleanCharField, SpeakingForm, WebAddressField

GERMAN = {"lang": "de", "dir": "ltr"}


class WebsiteForm(SpeakingForm):
    website = WebAddressField(
        label=_("Website"),
        required=False,
        max_length=200,
    )


class NewAddresseeForm(WebsiteForm):
    name = CleanCharField(
        label=_("Name, in German"),
        max_length=160,
        help_text=_("Whoever can decide it: “Rat der Stadt Dortmund”."),
        error_messages={"required": _("Write the name.")},
        widget=forms.TextInput(attrs=GERMAN),
    )
    description = CleanCharField(
        label=_("What it decides, in German"),
        max_length=600,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={**GERMAN, "rows": 3}),
    )
    field_order: tuple[str, ...] = ("name", "description", "website")


class AddresseeForm(NewAddresseeForm):
    """A question of the guided form."""

    addressee = forms.ModelChoiceField(
        label=_("Choose from the list"),
        queryset=Addressee.objects.none(),
        required=False,
        empty_label=_("None of these: I write it below"),
    )
    field_order = ("addressee", "name", "description", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = Addressee.objects.with_texts()  # type: ignore[attr-defined]
        self.fields["name"].label = _("Name of a new addressee, in German")
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, written = data.get("addressee"), data.get("name")
        if chosen and written:
            self.add_error("name", _("Choose somebody above or write a new one, not both."))
        elif not chosen and not written and not self.errors:
            self.add_error("addressee", _("Choose who is asked, or write it below."))
        return data
