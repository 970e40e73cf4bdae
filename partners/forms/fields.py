"""A field of work of organisations: its name in each language, and where it stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from languages.services import direction
from web.forms import CleanCharField, SpeakingForm


class FieldOfWorkForm(SpeakingForm):
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"name_{code}"] = CleanCharField(
                label=_("Name: %(language)s") % {"language": name},
                max_length=80,
                required=code == settings.LANGUAGE_CODE,
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code)}),
            )
        self.order_fields([*(f"name_{code}" for code, _name in settings.LANGUAGES), "position"])

    @property
    def names(self) -> dict[str, str]:
        """By language; "" where it has none."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}
