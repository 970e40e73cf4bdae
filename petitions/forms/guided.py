"""The guided form: one question a page, each stored as soon as it is answered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Membership
from partners.rules import open_to
from petitions.models import Instrument
from petitions.services.instruments import facts_about
from web.forms import CleanCharField, DateInput, SpeakingForm

LONGEST_AHEAD = timedelta(days=3650)
GOAL_AT_MOST = 10_000_000


def campaigns_of(user: Any) -> Any:
    """The campaigns a user may begin a petition in."""
    return (
        Campaign.objects.filter(lead__in=open_to(user, Membership.Role.EDITOR))
        .exclude(state=Campaign.State.ARCHIVED)
        .select_related("lead")
        .with_texts()
    )


class CampaignField(forms.ModelChoiceField):
    def label_from_instance(self, campaign: Any) -> str:
        return f"{campaign} · {campaign.lead}"


class CampaignForm(SpeakingForm):
    campaign = CampaignField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        empty_label=_("Please choose"),
        help_text=_("The petition belongs to it, and is asked by the organisation that leads it."),
        error_messages={"required": _("Choose the campaign that the petition belongs to.")},
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns_of(user)  # type: ignore[attr-defined]


class BeginForm(CampaignForm):
    title = CleanCharField(
        label=_("Title, in German"),
        max_length=140,
        help_text=_("What is asked for, as short as on a poster. You can change it later."),
        error_messages={"required": _("Write a title.")},
        widget=forms.TextInput(attrs={"lang": "de", "dir": "ltr"}),
    )


class GoalForm(SpeakingForm):
    goal = forms.IntegerField(
        label=_("How many signatures do you want?"),
        min_value=1,
        max_value=GOAL_AT_MOST,
        localize=True,
        help_text=_(
            "A goal that can be reached helps: begin with 500 or 1000, and raise it later."
        ),
        error_messages={
            "required": _("Enter a number, for example 1000."),
            "invalid": _("Enter a number in digits, for example 1000."),
            "min_value": _("Enter 1 or more."),
            "max_value": _("Enter ten million at most."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )


class DayField(forms.DateField):
    """A day as the browser's calendar sends it, or as people write it: 14.9.2026."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            widget=DateInput,
            error_messages={
                "invalid": _("Enter a day like 14.9.2026."),
                "required": _("Enter a day like 14.9.2026."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        today = timezone.localdate()
        if day and not today - LONGEST_AHEAD < day < today + LONGEST_AHEAD:
            raise ValidationError(_("Enter a day within the next ten years."))
        return day


class TimeField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            error_messages={"invalid": _("Enter a time like 18:00.")},
            **kwargs,
        )


class DatesForm(SpeakingForm):
    """When signing begins and ends, in the time of the place (Europe/Berlin)."""

    opens_on = DayField(
        label=_("Opens on"),
        required=False,
        help_text=_("Leave it empty to open it by hand."),
    )
    opens_time = TimeField(label=_("Opens at what time"), help_text=_("Empty: at midnight."))
    closes_on = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty to close it by hand.")
    )
    closes_time = TimeField(
        label=_("Closes at what time"), help_text=_("Empty: at the end of the day.")
    )

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["opens_on"], self.fields["opens_time"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        now = timezone.now()
        data["opens_at"] = _moment(data.get("opens_on"), data.get("opens_time"), time(0))
        data["closes_at"] = _moment(data.get("closes_on"), data.get("closes_time"), time(23, 59))
        for name in ("opens", "closes"):
            if data.get(f"{name}_time") and not data.get(f"{name}_on") and not self.errors:
                self.add_error(f"{name}_on", _("Enter the day as well, not only a time."))
        if self.errors:
            return data
        opens_at, closes_at = data["opens_at"], data["closes_at"]
        if opens_at and timezone.localtime(opens_at).date() < timezone.localdate(now):
            self.add_error("opens_on", _("This day has passed. Choose today or a later day."))
        if closes_at and closes_at <= now:
            self.add_error("closes_on", _("This day has passed. Choose a later one."))
        elif opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_on", _("The last day must come after the day it opens."))
        return data

    @property
    def values(self) -> dict[str, datetime | None]:
        names = ["closes_at"] if "opens_on" not in self.fields else ["opens_at", "closes_at"]
        return {name: self.cleaned_data[name] for name in names}


def _moment(day: date | None, at: time | None, otherwise: time) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, otherwise if at is None else at))


class InstrumentField(forms.ModelChoiceField):
    def label_from_instance(self, instrument: Any) -> SafeString:
        text = instrument.text
        facts = format_html_join("", "<li>{}</li>", ((fact,) for fact in facts_about(instrument)))
        return format_html(
            '<strong>{}</strong><span class="choice__about">{}</span>'
            '<ul class="choice__facts">{}</ul>',
            text.name if text else instrument.slug,
            text.explanation if text else "",
            facts,
        )


class InstrumentForm(SpeakingForm):
    instrument = InstrumentField(
        label=_("Which legal form does it have?"),
        queryset=Instrument.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("If you are not sure, take the open appeal: everybody may sign it."),
        error_messages={"required": _("Choose a legal form.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is signed here comes first.
        place = Case(*(When(channel=name, then=n) for n, name in enumerate(Instrument.Channel)))
        known = Instrument.objects.order_by(place, "slug").with_texts()
        self.fields["instrument"].queryset = known  # type: ignore[attr-defined]
