"""What somebody is asked who takes a shift from their own page, and what they look for there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from languages.services import SPOKEN
from privacy.forms import PersonAddressField
from volunteers.models import AgeGroup, Shift, Volunteer
from volunteers.models.signups import GUARDED_BELOW
from volunteers.services import SaidAge, Wanted, Wish, ages_for
from web.districts import districts
from web.forms import NameField, SpeakingForm

ADULT = AgeGroup.ADULT.value


class TakeForm(SpeakingForm):
    """How old somebody is, where they never said that they are of age; and, under sixteen,
    who agrees."""

    age_group = forms.ChoiceField(
        label=_("How old are you?"),
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
    guardian_email = PersonAddressField(label=_("Their e-mail address"), required=False)

    def __init__(self, *args: Any, shift: Shift, said: SaidAge | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"age_group": said.group if said else ""})
        super().__init__(*args, **kwargs)
        choices = ages_for(shift, said)
        # Whoever was younger lately is too young whatever they choose.
        self.is_too_young = not choices
        self.asks_age = said is None or not said.is_of_age
        self.asks_guardian = self.asks_age and any(int(age) < GUARDED_BELOW for age in choices)
        if self.asks_age:
            labels = [(age, AgeGroup(age).label) for age in choices]
            self.fields["age_group"].choices = labels  # type: ignore[attr-defined]
        else:
            del self.fields["age_group"]
        if not self.asks_guardian:
            del self.fields["guardian_name"]
            del self.fields["guardian_email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if int(data.get("age_group") or ADULT) < GUARDED_BELOW:
            for name in ("guardian_name", "guardian_email"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name, _("Name a parent or guardian, whom we ask by e-mail to agree.")
                    )
        return data

    def wish(self, volunteer: Volunteer, requirement_id: int) -> Wish:
        data = self.cleaned_data
        return Wish(
            name=volunteer.name,
            email=volunteer.email,
            language=volunteer.language,
            requirement=requirement_id,
            age_group=data.get("age_group") or ADULT,
            guardian_name=data.get("guardian_name", ""),
            guardian_email=data.get("guardian_email", ""),
        )


class ShiftsForMeFilter(forms.Form):
    """What an address asks for; whatever makes no sense in it is left out, never refused."""

    district = forms.ChoiceField(label=_("In which district?"), required=False)
    language = forms.ChoiceField(
        label=_("Which language is needed?"),
        choices=[("", _("All")), *SPOKEN.items()],
        required=False,
    )
    campaign = forms.ChoiceField(label=_("For which campaign?"), required=False)
    weekend = forms.BooleanField(label=_("Only at the weekend"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        names = [(name, name) for name in districts()]
        self.fields["district"].choices = [*everything, *names]  # type: ignore[attr-defined]
        with_shifts = Shift.objects.listed().coming().values("campaign")
        campaigns = Campaign.objects.filter(pk__in=with_shifts).with_texts()
        titles = [(one.slug, str(one)) for one in campaigns]
        self.fields["campaign"].choices = [*everything, *titles]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
