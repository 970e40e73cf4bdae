"""The form of a short link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.models import SourceLink
from web.forms import CleanCharField, SpeakingForm
from web.sources import LONGEST


class LinkForm(SpeakingForm):
    name = CleanCharField(
        label=_("Where will it be?"),
        max_length=SourceLink._meta.get_field("name").max_length,
        help_text=_("For example: stall at the Nordmarkt, poster in the library, our newsletter."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    source = CleanCharField(
        label=_("Short word for the figures"),
        max_length=LONGEST,
        required=False,
        help_text=_("Letters and digits, no blanks. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )
