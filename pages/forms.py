from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import CleanCharField, SpeakingForm


class BarrierReportForm(SpeakingForm):
    """Asks for as little as helps: whoever meets a barrier should not meet a long form."""

    message = CleanCharField(
        multiline=True,
        max_length=4000,
        label=_("What does not work for you?"),
        help_text=_("Your own words are enough. Any language is fine."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write what does not work for you.")},
    )
    page = CleanCharField(
        max_length=300,
        required=False,
        label=_("On which page?"),
        help_text=_("Its address or its title."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    contact = CleanCharField(
        max_length=200,
        required=False,
        label=_("How can we reach you?"),
        help_text=_("An e-mail address or a phone number, if you would like an answer."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
