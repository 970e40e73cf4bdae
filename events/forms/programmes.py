"""Looking through a programme, making one, and placing what was handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.choosing import VenueField
from events.forms.looking import EventFilter
from events.forms.organising import GERMAN, MomentField, TimeForm
from events.models import Event, Programme, Stage, Venue
from partners.models import Organisation
from web.forms import CleanCharField, DateInput, SpeakingForm


class ProgrammeFilter(forms.Form):
    """What an address asks for; whatever makes no sense in it is left out, never refused."""

    place = forms.ChoiceField(label=_("Where?"), choices=[("", _("All"))], required=False)
    language = EventFilter.base_fields["language"]
    audience = EventFilter.base_fields["audience"]
    features = EventFilter.base_fields["features"]

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("All")), *places]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DateInput(), **kwargs)


class ProgrammeForm(SpeakingForm):
    """Kind, days, until when events are taken, and the umbrella above it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Programme.Kind)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    hand_in_until = MomentField(
        label=_("Associations can hand in events until"),
        required=False,
        help_text=_("Empty: nobody can hand in an event."),
    )
    parent = forms.ModelChoiceField(
        label=_("Part of another programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, umbrellas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = umbrellas  # type: ignore[attr-defined]


class NewProgrammeForm(ProgrammeForm):
    organisation = forms.ModelChoiceField(
        label=_("Which organisation edits it?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    title = CleanCharField(
        label=_("Title, in German"), max_length=120, widget=forms.TextInput(attrs=GERMAN)
    )
    summary = CleanCharField(
        label=_("In one sentence, in German"),
        max_length=280,
        multiline=True,
        widget=forms.Textarea(attrs={**GERMAN, "rows": 2}),
    )
    field_order = ("organisation", "title", "summary", "kind")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class StageForm(SpeakingForm):
    name = CleanCharField(
        label=_("Name, in German"), max_length=80, widget=forms.TextInput(attrs=GERMAN)
    )
    venue = VenueField(label=_("At which venue?"), required=False, empty_label=_("None"))
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=100)

    def __init__(self, *args: Any, venue_named: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["venue"]
        field.offer(Venue.objects.in_use(), venue_named, self["venue"].value())


class HandInForm(SpeakingForm):
    event = forms.ModelChoiceField(
        label=_("Which event?"), queryset=Event.objects.none(), empty_label=None
    )
    note = CleanCharField(
        label=_("What should the editors know?"),
        multiline=True,
        required=False,
        max_length=500,
        help_text=_("A wish for the hour or the stage, for example."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]


class PlaceForm(TimeForm):
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("None: at the venue of the event"),
    )
    knowingly = forms.BooleanField(
        label=_("I have seen what it gets in the way of, and it is meant so."), required=False
    )
    field_order = ("stage", "starts_at", "ends_at", "knowingly")

    def __init__(self, *args: Any, stages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]


class ReasonForm(SpeakingForm):
    reason = CleanCharField(
        label=_("Why? They read this."),
        multiline=True,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
