"""Hours of one person on one shift, as a coordinator puts them right and approves them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.durations import minutes_of, typed
from volunteers.models import ShiftSignup
from volunteers.services.checking_in import HERE
from web.forms import CleanCharField, SpeakingForm


class HoursForm(SpeakingForm):
    """`seen` is what the page showed: only what somebody changed is recorded."""

    hours = CleanCharField(
        label=_("Hours"),
        max_length=8,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "input input--short", "dir": "ltr", "autocomplete": "off"}
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    approve = forms.BooleanField(label=pgettext_lazy("hours", "Approve"), required=False)
    is_sure = forms.BooleanField(label=_("Yes, it was that long"), required=False)

    def __init__(self, *args: Any, signup: ShiftSignup, may_approve: bool, **kwargs: Any) -> None:
        self.signup = signup
        shown = typed(signup.minutes) if signup.presence in HERE else ""
        kwargs["prefix"] = f"s{signup.pk.hex}"
        kwargs["initial"] = {
            "hours": shown,
            "seen": shown,
            "approve": bool(shown),
        }
        super().__init__(*args, **kwargs)
        # Asked only where it matters: after the hours were found to be many.
        self.asks_sure = False
        if signup.approved_at or not may_approve:
            del self.fields["approve"]

    def clean_hours(self) -> int | None:
        text = self.cleaned_data["hours"]
        if not text:
            return None
        minutes = minutes_of(text)
        if minutes is None:
            raise ValidationError(_("Write the time like 3:30 or 3,5."), code="no_time")
        return minutes

    @property
    def changed_to(self) -> int | None:
        """The minutes that somebody wrote here; None where they left what was shown."""
        minutes: int | None = self.cleaned_data["hours"]
        return None if typed(minutes) == self.cleaned_data["seen"] else minutes

    @property
    def approved(self) -> int | None:
        """The minutes that are approved; None where they are not."""
        minutes: int | None = self.cleaned_data["hours"]
        return minutes if self.cleaned_data.get("approve") else None
