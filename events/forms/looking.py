"""Looking for an event."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import FEATURES, Event
from languages.services import SPOKEN
from web.forms import CleanCharField, DateInput


class EventFilter(forms.Form):
    """What an address asks for; whatever makes no sense in it is left out, never refused."""

    q = CleanCharField(label=_("Search"), required=False, max_length=100)
    day = forms.DateField(label=_("On which day?"), required=False, widget=DateInput)
    language = forms.ChoiceField(
        label=_("In which language?"), choices=[("", _("All")), *SPOKEN.items()], required=False
    )
    audience = forms.ChoiceField(
        label=_("For whom?"), choices=[("", _("All")), *Event.Audience.choices], required=False
    )
    features = forms.MultipleChoiceField(
        label=_("What do you need there?"),
        choices=FEATURES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_free = forms.BooleanField(label=_("Only free of charge"), required=False)
    is_past = forms.BooleanField(label=_("Past events"), required=False)

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def address_of(self, path: str) -> str:
        """The same choice at another path, whenever it is; only what makes sense."""
        wanted = {name: value for name, value in self.wanted().items() if name != "is_past"}
        if not wanted:
            return path
        if wanted.get("is_free"):
            wanted["is_free"] = "on"
        return f"{path}?{urlencode(wanted, doseq=True)}"
