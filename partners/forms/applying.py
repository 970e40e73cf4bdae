"""The forms of an application: what is asked, and what somebody who runs the site decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from languages.services import direction, endonym
from partners.forms.organisations import DistrictField, OrganisationForm, SpokenField
from partners.models import OrganisationApplication
from web.forms import CleanCharField, SpeakingForm

GERMAN = settings.LANGUAGE_CODE


class ApplicationForm(OrganisationForm):
    """One's own organisation. German is needed, because it stands in for what is missing."""

    district = DistrictField()
    languages = SpokenField()
    contact_name = CleanCharField(
        label=_("Who is our contact?"),
        max_length=120,
        help_text=_("A person who answers for the organisation. We do not publish the name."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    phone = CleanCharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Only for questions about this application. We do not publish it."),
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
        ),
    )
    why = CleanCharField(
        label=_("Why do you want to take part?"),
        max_length=2000,
        multiline=True,
        help_text=_("A few sentences, in any language. Only those who run this site read it."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(
        self, data: Any = None, *, application: OrganisationApplication | None = None
    ) -> None:
        super().__init__(data, initial=_written(application))
        for code in _languages():
            self.fields[f"summary_{code}"] = _summary_field(code)
        names = [f"summary_{code}" for code in _languages()]
        self.order_fields(["name", "short_name", "kind", *names])

    @property
    def given(self) -> dict[str, Any]:
        """What an application holds of it."""
        said = {name: self.cleaned_data[name] for name in self.base_fields}
        summaries = {code: self.cleaned_data[f"summary_{code}"] for code in _languages()}
        return said | {"summaries": {code: words for code, words in summaries.items() if words}}


class DecideForm(SpeakingForm):
    """What is decided about the version of an application that was read."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("verify", _("Verify: it gets its page at once, and whoever applied becomes owner.")),
            ("return", _("Return: they change it and hand it in again.")),
            ("decline", _("Decline: the application is over.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = CleanCharField(
        label=_("Reason"),
        max_length=2000,
        multiline=True,
        required=False,
        help_text=_("Needed unless you verify. Whoever applied gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, application: OrganisationApplication, data: Any = None) -> None:
        super().__init__(data, initial={"seen": application.handed_in_at.isoformat()})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") in ("return", "decline") and not data.get("reason"):
            self.add_error("reason", _("Give a reason: whoever applied has to know."))
        return data


def _languages() -> list[str]:
    """German, and the page's own language first among the others."""
    codes = [code for code, _name in settings.LANGUAGES]
    first = [GERMAN, get_language() or GERMAN]
    return sorted(codes, key=lambda code: first.index(code) if code in first else 2)


def _summary_field(code: str) -> forms.Field:
    label = _("What do you do? In one or two sentences, in {language}")
    field = CleanCharField(
        label=format_lazy(label, language=endonym(code)),
        max_length=280,
        multiline=True,
        required=code == GERMAN,
        widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": direction(code)}),
    )
    if code == GERMAN:
        field.help_text = _(
            "It stands on your public page, and wherever a translation is missing."
        )
    return field


def _written(application: OrganisationApplication | None) -> dict[str, Any]:
    if application is None:
        return {}
    names = ApplicationForm.base_fields
    summaries = {f"summary_{code}": words for code, words in application.summaries.items()}
    return {name: getattr(application, name) for name in names} | summaries
