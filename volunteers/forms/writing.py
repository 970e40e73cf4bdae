"""Words to everybody who comes to a shift."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import CleanCharField, SpeakingForm


class ShiftMessageForm(SpeakingForm):
    subject = CleanCharField(label=_("Subject"), max_length=120)
    body = CleanCharField(
        label=_("Text"),
        help_text=_("Everybody gets it as you write it. Greeting and shift stand around it."),
        max_length=4000,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    # Made with the empty form, so that pressing twice brings the same one.
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
