"""Where an organisation shows pages of ours, and what of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import LONGEST_ORIGIN, clean_origin
from partners.workspace.embeddable import Embeddable, Look, choices
from web.contrast import clean_hex
from web.forms import CleanCharField, SpeakingForm


class EmbedSiteForm(SpeakingForm):
    origin = CleanCharField(
        label=_("Website"),
        max_length=LONGEST_ORIGIN,
        help_text=_("For example https://www.example.org. With and without www are two websites."),
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "autocomplete": "url"}),
    )

    def clean_origin(self) -> str:
        return clean_origin(self.cleaned_data["origin"])


class EmbedForm(SpeakingForm):
    """What to show and how it is to look; it stores nothing."""

    what = forms.ChoiceField(label=_("What to show"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    accent = CleanCharField(
        label=_("Your colour"),
        max_length=7,
        required=False,
        help_text=_(
            "Six digits, for example 7a1f5c; empty for ours. Where it could not be read well, it "
            "becomes darker or lighter."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "input input--short"}),
    )
    scheme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=[
            ("", _("as the device asks for")),
            ("light", _("always light")),
            ("dark", _("always dark")),
        ],
    )

    def __init__(self, data: Any, *, things: list[Embeddable]) -> None:
        """`data` is a query; what it leaves out is chosen for it."""
        self._things = {one.key: one for one in things}
        first = next(iter(self._things), "")
        chosen = {"what": first, "language": get_language(), "accent": "", "scheme": ""}
        super().__init__(chosen | {name: data[name] for name in chosen if name in data})
        self.fields["what"].choices = choices(things)  # type: ignore[attr-defined]

    def clean_accent(self) -> str:
        typed = self.cleaned_data["accent"]
        digits = clean_hex(typed)
        if typed and not digits:
            raise forms.ValidationError(
                _("Enter a colour of six digits from 0 to 9 and a to f, for example 7a1f5c."),
                code="no_colour",
            )
        return digits

    def thing(self) -> Embeddable:
        return self._things[self.cleaned_data["what"]]

    def look(self) -> Look:
        data = self.cleaned_data
        return Look(data["language"], data["accent"], data["scheme"])
