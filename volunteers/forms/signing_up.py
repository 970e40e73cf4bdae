"""What somebody types who wants to take a shift."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.forms import PersonAddressField
from privacy.person import canonical_address
from volunteers.models import AgeGroup, Requirement, Shift
from volunteers.models.signups import GUARDED_BELOW, OLDEST
from volunteers.services import Wish
from web.forms import CleanCharField, NameField, same_fields_for_all


@same_fields_for_all
class SignUpForm(forms.Form):
    """The fields are the same for every shift; which roles and ages it has, the page asks."""

    requirement = forms.IntegerField(
        label=_("What do you want to do?"),
        error_messages={
            "required": _("Choose what you want to do on this shift."),
            "invalid": _("Choose what you want to do on this shift."),
        },
        widget=forms.RadioSelect,
    )
    speaks = forms.BooleanField(
        label=_("I speak one of the languages that this needs, well enough to talk with people."),
        required=False,
    )
    name = NameField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter your name, so that we know who comes.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("We send you one e-mail to confirm, and write when something changes."),
        error_messages={
            "required": _("Enter your e-mail address, so that you can confirm your sign-up.")
        },
        widget=forms.EmailInput(attrs={"enterkeyhint": "next"}),
    )
    age_group = forms.ChoiceField(
        label=_("How old are you?"),
        choices=AgeGroup.choices,
        error_messages={
            "required": _("Choose how old you are."),
            "invalid_choice": _("Choose how old you are."),
        },
        widget=forms.RadioSelect,
    )
    guardian_name = NameField(
        label=_("Name of a parent or guardian"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    guardian_email = PersonAddressField(
        label=_("Their e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    source = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        self._shift = shift
        roles = self.roles
        # Where there is one thing to do, nobody has to choose it.
        kwargs.setdefault("initial", {"requirement": roles[0].pk} if len(roles) == 1 else {})
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    @property
    def roles(self) -> list[Requirement]:
        """None where the shift could not be asked for, as on the waiting page."""
        return list(self._shift.requirements.all()) if self._shift.pk else []

    @property
    def asks_for_language(self) -> bool:
        return any(one.languages.all() for one in self.roles)

    @property
    def ages(self) -> list[tuple[str, str]]:
        """Those who may be old enough; whoever is none of them is told from which age."""
        least = self._shift.minimum_age
        return [(age.value, str(age.label)) for age in AgeGroup if OLDEST[age] >= least]

    @property
    def asks_for_guardian(self) -> bool:
        return any(int(age) < GUARDED_BELOW for age, _label in self.ages)

    @property
    def chosen_role(self) -> str:
        return str(self["requirement"].value() or "")

    @property
    def chosen_age(self) -> str:
        return str(self["age_group"].value() or "")

    def clean_requirement(self) -> int:
        chosen: int = self.cleaned_data["requirement"]
        # Where the shift could not be asked for, it is looked at when the form is sent again.
        if self._shift.pk and chosen not in {one.pk for one in self.roles}:
            raise ValidationError(_("Choose what you want to do on this shift."), code="unknown")
        return chosen

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        role = next((one for one in self.roles if one.pk == data.get("requirement")), None)
        languages = [str(one) for one in role.languages.all()] if role else []
        if languages and not data.get("speaks"):
            self.add_error(
                "speaks",
                ValidationError(
                    _(
                        "Here we need somebody who speaks one of these: %(languages)s. Tick this "
                        "box if you do, or choose something else."
                    ),
                    code="language",
                    params={"languages": ", ".join(languages)},
                ),
            )
        if int(data.get("age_group") or 18) < GUARDED_BELOW:
            self._look_at_guardian()
        return data

    def _look_at_guardian(self) -> None:
        data = self.cleaned_data
        if not data.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", _("Name a parent or guardian who has to agree."))
        if "guardian_email" in self.errors:
            return
        theirs, own = data.get("guardian_email"), data.get("email")
        if not theirs:
            self.add_error("guardian_email", _("Enter their e-mail address: we ask them there."))
        elif own and canonical_address(theirs) == canonical_address(own):
            self.add_error("guardian_email", _("Enter their address here, not your own."))

    def wish(self) -> Wish:
        """What was typed; of a guardian nothing where none is needed."""
        data = self.cleaned_data
        is_guarded = int(data["age_group"]) < GUARDED_BELOW
        return Wish(
            name=data["name"],
            email=data["email"],
            language=get_language() or "de",
            requirement=data["requirement"],
            age_group=data["age_group"],
            guardian_name=data["guardian_name"] if is_guarded else "",
            guardian_email=data["guardian_email"] if is_guarded else "",
            source=data["source"],
        )
