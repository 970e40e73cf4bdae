"""In which ways somebody helps a campaign, to be changed on their own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.consents import WORDINGS
from volunteers.forms.widgets import WayBoxes
from volunteers.models import Supporter


class WaysForm(forms.Form):
    ways = forms.MultipleChoiceField(
        label=_("How do you want to help?"),
        choices=tuple(WORDINGS.items()),
        required=False,
        widget=WayBoxes,
    )

    @staticmethod
    def prefix_of(supporter: Supporter) -> str:
        """Several stand on one page."""
        return f"campaign-{supporter.pk.hex}"

    @classmethod
    def of(cls, supporter: Supporter) -> WaysForm:
        ways = [one.way for one in supporter.ways.all()]
        return cls(initial={"ways": ways}, prefix=cls.prefix_of(supporter))
