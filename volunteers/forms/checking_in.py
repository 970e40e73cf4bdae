"""What a coordinator types about somebody who came without having signed up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from languages.services import endonym
from privacy.forms import PersonAddressField
from volunteers.models import Shift
from volunteers.models.signups import GUARDED_BELOW
from volunteers.services import WalkIn
from web.forms import NameField, SpeakingForm


class WalkInForm(SpeakingForm):
    name = NameField(label=_("Name"), max_length=120)
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("We thank by mail, with a link to the hours. Please ask before you write it."),
    )
    requirement = forms.TypedChoiceField(label=_("What the person does"), coerce=int)
    language = forms.ChoiceField(
        label=_("Language of mails"),
        choices=[(code, endonym(code)) for code, _name in settings.LANGUAGES],
    )
    is_old_enough = forms.BooleanField()

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language()})
        super().__init__(*args, **kwargs)
        roles = [(one.pk, one.get_role_display()) for one in shift.requirements.all()]
        field = self.fields["requirement"]
        field.choices = roles  # type: ignore[attr-defined]
        if len(roles) == 1:
            field.initial, field.widget = roles[0][0], forms.HiddenInput()
        age = max(shift.minimum_age, GUARDED_BELOW)
        self.fields["is_old_enough"].label = format_lazy(
            _("The person is {age} or older"), age=age
        )
        self.fields["is_old_enough"].error_messages["required"] = _(
            "Ask how old the person is: younger people need a guardian who agrees beforehand."
        )

    def walk_in(self) -> WalkIn:
        data = self.cleaned_data
        return WalkIn(data["name"], data["email"], data["language"], data["requirement"])
