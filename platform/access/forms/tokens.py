"""The form that makes a personal access token."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from access.scopes import by_area
from web.forms import CleanCharField, SpeakingForm

DAYS = (7, 30, 90, 365)
USUAL = 30
SALT = "access.form"
# A form of yesterday whose token is long forgotten must not make the same one anew.
OPEN_FOR = timedelta(days=1)


class ScopeBoxes(forms.CheckboxSelectMultiple):
    """A box for each scope, under the name of its area."""

    template_name = "access/scope_boxes.html"


class TokenForm(SpeakingForm):
    name = CleanCharField(
        label=_("What is it for?"),
        help_text=_("A name by which you will know the program again, for example “Newsletter”."),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may the program do?"),
        help_text=_(
            "It can never do more than you: what your role does not include stays closed to it, "
            "whatever you tick here. Who may write may also read."
        ),
        choices=by_area,
        widget=ScopeBoxes,
        error_messages={"required": _("Choose at least one of these rights.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long is it valid?"),
        help_text=_("A week before the end we write to you."),
        choices=lambda: [(days, _spoken(days)) for days in DAYS],
        coerce=int,
        initial=USUAL,
    )
    form = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form", TimestampSigner(salt=SALT).sign(token_urlsafe(32)))

    def clean_form(self) -> str:
        """The secret that makes a second press of the same form give no second token."""
        try:
            return TimestampSigner(salt=SALT).unsign(self.cleaned_data["form"], max_age=OPEN_FOR)
        except BadSignature:
            raise ValidationError(
                _("This page was open for too long. Open it anew, please."), code="form"
            ) from None

    @property
    def wanted(self) -> dict[str, Any]:
        """What services.issue is to be given."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "scopes": cleaned["scopes"],
            "valid_for": timedelta(days=cleaned["days"]),
            "form": cleaned["form"],
        }


def _spoken(days: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
