"""Looking for a shift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.services import SPOKEN
from web.districts import districts


class ShiftFilter(forms.Form):
    """What an address asks for; whatever makes no sense in it is left out, never refused."""

    campaign = forms.ChoiceField(label=_("For which campaign?"), required=False)
    district = forms.ChoiceField(label=_("In which district?"), required=False)
    language = forms.ChoiceField(
        label=_("Which language is needed?"),
        choices=[("", _("All")), *SPOKEN.items()],
        required=False,
    )
    gaps = forms.BooleanField(label=_("Only where people are still missing"), required=False)

    def __init__(self, *args: Any, campaigns: Iterable[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        named = [(one.slug, str(one)) for one in campaigns]
        self.fields["campaign"].choices = [*every, *named]  # type: ignore[attr-defined]
        local = [(name, name) for name in districts()]
        self.fields["district"].choices = [*every, *local]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
