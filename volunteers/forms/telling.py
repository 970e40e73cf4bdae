"""What somebody tells of themselves, once for all campaigns: name, languages, districts, times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from languages.services import SPOKEN
from volunteers.forms.widgets import LanguageLevels, SlotGrid
from volunteers.models import Level, Slot, Volunteer
from web.districts import districts
from web.forms import NameField, SpeakingForm


class LanguagesField(forms.Field):
    """Which languages somebody speaks, and how well: a code to a level."""

    widget = LanguageLevels

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Which languages do you speak?"))
        kwargs.setdefault(
            "help_text", _("Then we ask you where exactly these languages are needed.")
        )
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        spoken: dict[str, str] = value or {}
        if not set(spoken) <= set(SPOKEN) or not set(spoken.values()) <= set(Level.values):
            raise forms.ValidationError(
                _("Choose languages and levels from the list."), code="invalid"
            )
        return spoken


class DistrictsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("In which districts would you like to help?"))
        names = [(name, name) for name in districts()]
        super().__init__(
            choices=names, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class SlotsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("When do you usually have time?"))
        super().__init__(choices=Slot.choices, required=False, widget=SlotGrid, **kwargs)


class AboutMeForm(SpeakingForm):
    """The person's own page about themselves; the address is known by the link."""

    name = NameField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), choices=settings.LANGUAGES
    )
    languages = LanguagesField()
    districts = DistrictsField()
    slots = SlotsField()

    @classmethod
    def of(cls, volunteer: Volunteer) -> AboutMeForm:
        """Filled in with what the person has told so far."""
        return cls(
            initial={
                "name": volunteer.name,
                "language": volunteer.language,
                "languages": dict(volunteer.languages.values_list("language", "level")),
                "districts": volunteer.districts,
                "slots": volunteer.slots,
            }
        )
