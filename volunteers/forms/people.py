"""Choosing among those who help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.services import SPOKEN
from volunteers.models import Way
from web.districts import districts

ALL = [("", _("All"))]


class PeopleFilter(forms.Form):
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    way = forms.ChoiceField(label=_("How they help"), choices=[*ALL, *Way.choices], required=False)
    language = forms.ChoiceField(
        label=_("Speaks"), choices=[*ALL, *SPOKEN.items()], required=False
    )
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, *args: Any, campaigns: list[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["campaign"]
        named.choices = [*ALL, *((one.slug, str(one)) for one in campaigns)]
        places: Any = self.fields["district"]
        places.choices = [*ALL, *((name, name) for name in districts())]

    def wanted(self) -> dict[str, str]:
        """What was chosen; a choice that nobody offered is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
