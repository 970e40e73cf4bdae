"""The forms of a campaign's pages in the workspace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import ActionField, Campaign, CampaignGoal
from partners.models import Organisation
from web.forms import CleanCharField, DateInput, MomentField, SpeakingForm

GERMAN = {"lang": "de", "dir": "ltr"}


class NewCampaignForm(SpeakingForm):
    lead = forms.ModelChoiceField(
        label=_("Which organisation leads it?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    title = CleanCharField(
        label=_("Title, in German"),
        max_length=120,
        help_text=_("Short, and what it is about. The address of the page is made from it."),
        widget=forms.TextInput(attrs=GERMAN),
    )
    summary = CleanCharField(
        label=_("In one sentence, in German"),
        max_length=280,
        multiline=True,
        help_text=_("What you want, and for whom. It stands on cards and in shared links."),
        widget=forms.Textarea(attrs={**GERMAN, "rows": 3}),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]


class SettingsForm(SpeakingForm):
    visibility = forms.ChoiceField(
        label=_("Who finds the campaign?"),
        choices=Campaign.Visibility,
        widget=forms.RadioSelect,
        help_text=_("This holds for its petitions as well, once it is published."),
    )
    fields_of_work = forms.ModelMultipleChoiceField(
        label=_("Fields of work"),
        queryset=ActionField.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_of_work"].queryset = ActionField.objects.with_texts()  # type: ignore[attr-defined]


class ScheduleForm(SpeakingForm):
    at = MomentField(
        label=_("Publish at"),
        help_text=_("German time."),
        error_messages={"required": _("Say when, or publish it now.")},
    )


class GoalForm(SpeakingForm):
    title = CleanCharField(
        label=_("What do you want to reach? In German"),
        max_length=160,
        widget=forms.TextInput(attrs=GERMAN),
    )
    measure = forms.ChoiceField(
        label=_("What is counted?"),
        choices=CampaignGoal.Measure,
        widget=forms.RadioSelect,
        initial=CampaignGoal.Measure.REPORTED,
    )
    target = forms.IntegerField(label=_("How many?"), min_value=1, max_value=100_000_000)
    reported = forms.IntegerField(
        label=_("How many are there so far?"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        help_text=_("Only for a number you keep up to date yourselves."),
    )

    def clean_reported(self) -> int:
        return self.cleaned_data["reported"] or 0


class MilestoneForm(SpeakingForm):
    title = CleanCharField(
        label=_("Title, in German"), max_length=160, widget=forms.TextInput(attrs=GERMAN)
    )
    body = CleanCharField(
        label=_("Text, in German"),
        multiline=True,
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={**GERMAN, "rows": 4}),
    )
    due_on = forms.DateField(label=_("Planned for"), widget=DateInput)
    reached_on = forms.DateField(
        label=_("Reached on"),
        widget=DateInput,
        required=False,
        help_text=_("Leave it empty until you are there."),
    )


class NewUpdateForm(SpeakingForm):
    title = CleanCharField(
        label=_("What happened? In German"), max_length=160, widget=forms.TextInput(attrs=GERMAN)
    )
    body = CleanCharField(
        label=_("Text, in German"),
        multiline=True,
        required=False,
        max_length=20_000,
        help_text=_("With a text it gets a page of its own, and can be sent by mail."),
        widget=forms.Textarea(attrs={**GERMAN, "rows": 12}),
    )
    happened_on = forms.DateField(label=_("On which day?"), widget=DateInput)
    is_year_only = forms.BooleanField(label=_("Only the year is known."), required=False)


class TestMailForm(SpeakingForm):
    language = forms.ChoiceField(label=_("A test in which language?"), choices=settings.LANGUAGES)


class TeamForm(SpeakingForm):
    user = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=None)
    task = CleanCharField(
        label=_("What for?"),
        max_length=120,
        help_text=_("For example: press, translations, street stalls."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.fields["user"].queryset.exists():  # type: ignore[attr-defined]
            raise ValidationError(_("Everybody of your organisation is on the team already."))
        return super().clean() or {}


class InvitePartnerForm(SpeakingForm):
    message = CleanCharField(
        label=_("A personal word"),
        multiline=True,
        required=False,
        max_length=2000,
        help_text=_("Only the organisation reads it: why you ask them, whom to call."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class StatementForm(SpeakingForm):
    statement = CleanCharField(
        label=_("Your statement, in German"),
        multiline=True,
        max_length=600,
        help_text=_(
            "Two or three sentences in your organisation's name. "
            "The other languages follow under Translations."
        ),
        widget=forms.Textarea(attrs={**GERMAN, "rows": 5}),
    )
    is_authorised = forms.BooleanField(
        label=_("I may speak for this organisation, and sign this statement in its name."),
        error_messages={"required": _("Confirm that you may sign for the organisation.")},
    )


class AskToEndorseForm(StatementForm):
    message = CleanCharField(
        label=_("A word to the campaign"),
        multiline=True,
        required=False,
        max_length=2000,
        help_text=_("Only those who lead the campaign read it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    field_order = ["statement", "message", "is_authorised"]


class ReasonForm(SpeakingForm):
    reason = CleanCharField(
        label=_("Reason"),
        multiline=True,
        required=False,
        max_length=2000,
        help_text=_("Only the other side reads it. It is never public."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
