"""Looking for a task, handing one in, and what the organisers say of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.services import SPOKEN, endonym
from volunteers.models import Team
from volunteers.services.task_reading import Choices
from web.districts import districts
from web.forms import CleanCharField, DateInput, SpeakingForm

GERMAN = {"lang": "de", "dir": "ltr"}
LONGEST_MINUTES = 6000


class TaskFilter(forms.Form):
    """What an address asks for; whatever makes no sense in it is left out, never refused."""

    language = forms.ChoiceField(label=_("Which language do you speak?"), required=False)
    district = forms.ChoiceField(label=_("In which district?"), required=False)
    campaign = forms.ChoiceField(label=_("For which campaign?"), required=False)

    def __init__(self, data: Any, offered: Choices) -> None:
        super().__init__(data)
        found: dict[str, list[tuple[str, str]]] = {
            "language": [(code, endonym(code)) for code in offered.languages],
            "district": [(name, name) for name in offered.districts],
            "campaign": offered.campaigns,
        }
        for name, choices in found.items():
            if choices:
                self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class HandInForm(SpeakingForm):
    result = CleanCharField(
        label=_("What did you do?"),
        multiline=True,
        max_length=10_000,
        help_text=_("The text itself, a few words about it, or the address where it lies."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class TaskForm(SpeakingForm):
    """How many, where, in which language and until when; names are those of the columns."""

    maximum = forms.IntegerField(
        label=_("How many people may take it?"), min_value=1, max_value=500, initial=1
    )
    minutes = forms.IntegerField(
        label=_("About how many minutes does it take?"),
        min_value=5,
        max_value=LONGEST_MINUTES,
        initial=60,
    )
    language = forms.ChoiceField(
        label=_("Which language does one need?"),
        choices=[("", _("None in particular")), *SPOKEN.items()],
        required=False,
    )
    district = forms.ChoiceField(label=_("In which district?"), choices=[], required=False)
    due_on = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: whenever people have time."),
    )
    team = forms.ModelChoiceField(
        label=_("Which team does it belong to?"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            ("", _("Anywhere")),
            *((name, name) for name in districts()),
        ]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class NewTaskForm(SpeakingForm):
    campaign = forms.ModelChoiceField(
        label=_("For which campaign?"), queryset=Campaign.objects.none(), empty_label=None
    )
    title = CleanCharField(
        label=_("Title, in German"),
        max_length=120,
        help_text=_("What is to be done, in a few words."),
        widget=forms.TextInput(attrs=GERMAN),
    )

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


class ApproveForm(SpeakingForm):
    minutes = forms.IntegerField(
        label=_("How many minutes did it take?"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text=_("They count as hours helped."),
    )


class ReturnForm(SpeakingForm):
    remark = CleanCharField(
        label=_("What is still missing?"),
        multiline=True,
        max_length=2000,
        help_text=_("The person gets these words by mail."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
