"""The figures of a legal form, as whoever runs the site keeps them up to date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.forms.guided import DayField
from petitions.models import Instrument
from web.forms import CleanCharField, SpeakingForm, WebAddressField

MOST_SIGNATURES = 10_000_000


def _number(label: Any, at_most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=at_most,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )


class FiguresForm(SpeakingForm):
    """What the law says. Nothing is stored without its source and the day it was read there."""

    channel = forms.ChoiceField(
        label=_("How is it signed?"), choices=Instrument.Channel, widget=forms.RadioSelect
    )
    jurisdiction = CleanCharField(
        label=_("Where does it apply?"),
        max_length=80,
        help_text=_("For example: Nordrhein-Westfalen."),
    )
    legal_reference = CleanCharField(
        label=_("Legal reference"),
        max_length=120,
        required=False,
        help_text=_("For example: § 25 GO NRW."),
    )
    nationality = forms.ChoiceField(
        label=_("Who may sign?"), choices=Instrument.Nationality, widget=forms.RadioSelect
    )
    minimum_age = _number(_("From what age?"), 120, _("Leave it empty where there is no limit."))
    months_of_residence = _number(
        _("How many months must people have lived there?"),
        1200,
        _("Leave it empty where it does not matter."),
    )
    quorum = _number(
        _("How many signatures are needed?"),
        MOST_SIGNATURES,
        _("A fixed number. Leave it empty where it is a share of the people, or none."),
    )
    quorum_percent = forms.DecimalField(
        label=_("Or how many percent of the people?"),
        required=False,
        max_digits=5,
        decimal_places=2,
        localize=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input input--short"}),
    )
    quorum_cap = _number(
        _("And how many at most?"), MOST_SIGNATURES, _("Only together with a share in percent.")
    )
    window_days = _number(
        _("Within how many days?"), 3650, _("Leave it empty where there is no limit.")
    )
    source = WebAddressField(
        label=_("Where does it say so?"),
        max_length=200,
        help_text=_("The address of the law, or of the office that applies it."),
        error_messages={"required": _("Enter the address of the source.")},
    )
    checked_on = DayField(
        label=_("When did you read it there?"),
        help_text=_("Organisers see this day beside the figures."),
    )

    def clean_checked_on(self) -> date:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Enter the day you looked it up."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("quorum") and data.get("quorum_percent"):
            self.add_error("quorum_percent", _("Enter a fixed number or a share, not both."))
        if data.get("quorum_cap") and not data.get("quorum_percent") and not self.errors:
            self.add_error("quorum_cap", _("Enter the share in percent as well."))
        return data
