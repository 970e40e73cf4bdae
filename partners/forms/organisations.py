"""The forms by which an organisation says what it is, and how to reach it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from languages.services import SPOKEN
from partners.models import FieldOfWork, Organisation, OrganisationContact
from web.districts import districts
from web.forms import AddressField, CleanCharField, SpeakingForm, WebAddressField


class DistrictField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        nowhere = [("", _("all of the city, or elsewhere"))]
        super().__init__(
            label=_("City district"),
            choices=lambda: [*nowhere, *((name, name) for name in districts())],
            required=False,
            **kwargs,
        )


class SpokenField(forms.MultipleChoiceField):
    """Languages by their names in themselves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("In which languages can people talk to you?"),
            choices=list(SPOKEN.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class OrganisationForm(SpeakingForm):
    name = CleanCharField(
        label=_("Name"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    short_name = CleanCharField(
        label=_("Short name"),
        max_length=24,
        required=False,
        help_text=_("Up to four letters stand in for a logo."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind)
    website = WebAddressField(label=_("Website"), required=False, max_length=200)


class ProfileForm(OrganisationForm):
    """What owners and organisers keep themselves, besides texts, logo and contact."""

    district = DistrictField()
    fields_of_work = forms.ModelMultipleChoiceField(
        label=_("Fields of work"),
        queryset=FieldOfWork.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By these people find you in the list of organisations."),
    )
    languages = SpokenField()

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        plain = (*OrganisationForm.base_fields, "district")
        kwargs["initial"] = {name: getattr(organisation, name) for name in plain} | {
            "fields_of_work": [field.pk for field in organisation.fields_of_work.all()],
            "languages": [one.language for one in organisation.languages.all()],
        }
        super().__init__(*args, **kwargs)
        fields = FieldOfWork.objects.with_texts()
        self.fields["fields_of_work"].queryset = fields  # type: ignore[attr-defined]
        if organisation.district and organisation.district not in districts():
            # A district that the table has lost stays until somebody chooses another one.
            own = (organisation.district, organisation.district)
            chosen: Any = self.fields["district"]
            chosen.choices = [*chosen.choices, own]


class NewOrganisationForm(OrganisationForm):
    summary = CleanCharField(
        label=_("In one sentence, in German"),
        max_length=280,
        multiline=True,
        help_text=_("Who you are. It stands on your public page."),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )
    owner = AddressField(
        label=_("E-mail address of the first owner"),
        required=False,
        help_text=_("They get an invitation. Leave it empty if it is you."),
    )


class ContactForm(SpeakingForm):
    """How to reach an organisation. Each line is public only where its box is ticked."""

    name = CleanCharField(
        label=_("Contact person"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    is_name_public = forms.BooleanField(label=_("Everybody may read the name"), required=False)
    email = AddressField(label=_("E-mail address"), required=False)
    is_email_public = forms.BooleanField(
        label=_("Everybody may read the e-mail address"), required=False
    )
    phone = CleanCharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "dir": "ltr"}),
    )
    is_phone_public = forms.BooleanField(
        label=_("Everybody may read the phone number"), required=False
    )
    address = CleanCharField(
        label=_("Address"),
        max_length=300,
        multiline=True,
        required=False,
        help_text=_("Street, postcode and town, as on a letter."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_address_public = forms.BooleanField(
        label=_("Everybody may read the address"), required=False
    )

    def __init__(self, data: Any = None, *, contact: OrganisationContact) -> None:
        initial = {name: getattr(contact, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
