"""What somebody chooses for their certificate of volunteering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.services import endonym
from volunteers.services.certificates import Wish
from web.forms import CleanCharField, DateInput, SpeakingForm

# German is always there; the other languages are those we have words in.
SECOND = [(code, endonym(code)) for code, _name in settings.LANGUAGES if code != "de"]


class CertificateForm(SpeakingForm):
    name = CleanCharField(
        label=_("Your name, as it should stand there"),
        max_length=120,
        help_text=_("It stands there as you type it, with a note that nobody has checked it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    campaign = forms.TypedChoiceField(
        label=_("For which campaign"), required=False, coerce=int, empty_value=None
    )
    first_day = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("Leave both days empty for all of your time."),
        widget=DateInput(),
    )
    last_day = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    language = forms.ChoiceField(
        label=_("Second language"),
        required=False,
        help_text=_("The first page is in German. A second one says the same in this language."),
        choices=[("", _("German only")), *SECOND],
    )
    shows_name = forms.BooleanField(label=_("my name"), required=False)
    shows_hours = forms.BooleanField(
        label=_("the time, and how many hours"), required=False, initial=True
    )
    shows_deeds = forms.BooleanField(label=_("what I did, and for whom"), required=False)

    def __init__(self, *args: Any, campaigns: Iterable[Campaign], name: str, **kw: Any) -> None:
        language = get_language() or ""
        known = language in dict(SECOND)
        kw.setdefault("initial", {"name": name, "language": language if known else ""})
        super().__init__(*args, **kw)
        choices = [("", _("all campaigns")), *((one.pk, str(one)) for one in campaigns)]
        self.fields["campaign"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day is before the first."))
        return data

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)
