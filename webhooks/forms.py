"""The form of an endpoint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.forms import CleanCharField, SpeakingForm
from webhooks import addresses
from webhooks.models import Endpoint
from webhooks.types import CHOICES

REFUSALS = {
    addresses.NO_ADDRESS: _("This is no address of the web. It begins with https://."),
    addresses.NO_HTTPS: _("Write an address that begins with https://: nobody may read along."),
    addresses.WITH_PASSWORD: _(
        "Leave name and password out of the address. The key shows that it is us."
    ),
    addresses.NOT_PUBLIC: _("This address is not public. We can only reach public ones."),
}


class EndpointForm(SpeakingForm):
    url = CleanCharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where your program listens, such as https://example.org/hooks."),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
        ),
    )
    description = CleanCharField(
        label=_("What it is for"),
        max_length=120,
        required=False,
        help_text=_("So that the others of your organisation know it."),
    )
    types = forms.MultipleChoiceField(
        label=_("Told of"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing to be told of.")},
    )

    def __init__(self, *args: Any, endpoint: Endpoint | None = None, **kwargs: Any) -> None:
        if endpoint is not None:
            names = ("url", "description", "types")
            kwargs["initial"] = {name: getattr(endpoint, name) for name in names}
        super().__init__(*args, **kwargs)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            addresses.target(url)
        except addresses.NotCalled as refusal:
            raise ValidationError(REFUSALS[refusal.reason]) from None
        return url
