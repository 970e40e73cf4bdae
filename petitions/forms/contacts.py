"""What an organisation asks people who sign, in each language, and the file of who agreed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from languages.services import direction
from petitions.models import ContactWording, SignatureExport
from petitions.services import Words
from web.forms import CleanCharField, WebAddressField

Format = SignatureExport.Format


class OfferForm(forms.Form):
    """The organisation's own words and its privacy notice; German at least."""

    def __init__(self, present: dict[str, ContactWording], data: Any = None) -> None:
        super().__init__(data)
        longest = ContactWording._meta.get_field("words").max_length
        for language, name in settings.LANGUAGES:
            is_german = language == settings.LANGUAGE_CODE
            known = present.get(language)
            self.fields[f"words_{language}"] = CleanCharField(
                label=_("What for, in your own words: %(language)s") % {"language": name},
                max_length=longest,
                required=is_german,
                initial=known.words if known else "",
                help_text=_(
                    "One or two short sentences: what you will write about, and how often. "
                    "Our own sentence stands before it."
                )
                if is_german
                else "",
                error_messages={"required": _("Write in German what you will write about.")},
                widget=forms.Textarea(
                    attrs={"rows": 3, "lang": language, "dir": direction(language)}
                ),
            )
            self.fields[f"privacy_url_{language}"] = WebAddressField(
                label=_("Your privacy notice: %(language)s") % {"language": name},
                max_length=200,
                required=is_german,
                initial=known.privacy_url if known else "",
                help_text=_("Its address on the web; it begins with https://.")
                if is_german
                else _("Empty: the German one."),
                error_messages={
                    "required": _("Enter the address of your privacy notice."),
                    "invalid": _("Enter an address like https://example.org/datenschutz."),
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for language, _name in settings.LANGUAGES:
            address = data.get(f"privacy_url_{language}")
            if address and not address.lower().startswith("https://"):
                self.add_error(
                    f"privacy_url_{language}",
                    _("Enter an address that begins with https://, so that nobody reads along."),
                )
            elif address and not data.get(f"words_{language}") and not self.errors:
                self.add_error(f"words_{language}", _("Write the words in this language too."))
        return data

    @property
    def words(self) -> dict[str, Words]:
        """By language, those that are written."""
        data = self.cleaned_data
        german = data[f"privacy_url_{settings.LANGUAGE_CODE}"]
        return {
            language: Words(data[f"words_{language}"], data[f"privacy_url_{language}"] or german)
            for language, _name in settings.LANGUAGES
            if data[f"words_{language}"]
        }


class ContactFileForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Format"),
        choices=Format.choices,
        initial=Format.XLSX,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a format.")},
    )
