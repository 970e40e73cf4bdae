"""What an organiser says of an event, a page for each part; names are those of the columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from events.forms.choosing import LanguageBoxes, PresenceRow, VenueField
from events.models import FEATURES, Event, EventHost, OwnPresence, Venue
from languages.services import SPOKEN
from partners.models import Organisation
from web.districts import districts
from web.forms import (
    AddressField,
    CleanCharField,
    DateInput,
    MomentField,
    SpeakingForm,
    WebAddressField,
)

GERMAN = {"lang": "de", "dir": "ltr"}
MOST_SPEAKERS = 20


class TimeForm(SpeakingForm):
    starts_at = MomentField(label=_("Begins"), help_text=_("German time."))
    ends_at = MomentField(label=_("Ends"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("The event would end before it starts. Check both times."))
        return data


class PlaceForm(SpeakingForm):
    attendance = forms.ChoiceField(
        label=_("Where do people take part?"),
        choices=Event.Attendance,
        widget=forms.RadioSelect,
    )
    venue = VenueField(
        label=_("Venue"),
        required=False,
        empty_label=_("None yet"),
        help_text=_(
            "Where an organisation keeps it, that one is asked, and shown once it agreed."
        ),
    )
    online_url = WebAddressField(
        label=_("Address to join online"),
        required=False,
        help_text=_("With registration only those who registered get it."),
    )

    def __init__(self, *args: Any, venue_named: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("venue")
        # What was chosen before stays, also where it is offered for nothing new.
        venues = Venue.objects.to_choose() | Venue.objects.filter(pk__in=[now.pk] if now else [])
        field: Any = self.fields["venue"]
        field.offer(venues, venue_named, self["venue"].value())


class NewEventForm(TimeForm):
    lead = forms.ModelChoiceField(
        label=_("Which organisation leads it?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    title = CleanCharField(
        label=_("Title, in German"), max_length=120, widget=forms.TextInput(attrs=GERMAN)
    )
    summary = CleanCharField(
        label=_("In one sentence, in German"),
        max_length=280,
        multiline=True,
        help_text=_("What happens there, and why one should come."),
        widget=forms.Textarea(attrs={**GERMAN, "rows": 2}),
    )
    field_order = ("lead", "title", "summary", "starts_at", "ends_at")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = organisations  # type: ignore[attr-defined]


class EntryForm(SpeakingForm):
    """Who may come, how many, and on which terms."""

    audience = forms.ChoiceField(label=_("For whom is it?"), choices=Event.Audience)
    is_free = forms.BooleanField(label=_("It is free of charge."), required=False)
    entry = forms.ChoiceField(
        label=_("How do people come in?"), choices=Event.Entry, widget=forms.RadioSelect
    )
    capacity = forms.IntegerField(
        label=_("How many can come?"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: no limit. Lowering it takes nobody's place away."),
    )
    registration_closes_at = MomentField(
        label=_("Registration closes"),
        required=False,
        help_text=_("Empty: when the event begins."),
    )
    party_at_most = forms.IntegerField(
        label=_("How many people may one registration bring?"), min_value=1, max_value=20
    )
    offer_hours = forms.IntegerField(
        label=_("For how many hours is a free place offered?"),
        min_value=1,
        max_value=168,
        help_text=_("Then it is offered to the next on the waiting list."),
    )
    visibility = forms.ChoiceField(
        label=_("Who finds the event?"), choices=Event.Visibility, widget=forms.RadioSelect
    )
    campaign = forms.ModelChoiceField(
        label=_("Part of a campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.public().with_texts()
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


class AccessForm(SpeakingForm):
    """Each need: as the venue says, or the event's own word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in FEATURES.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=OwnPresence.choices, required=False, widget=PresenceRow
            )


class PeopleForm(SpeakingForm):
    spoken = forms.MultipleChoiceField(
        label=_("Which languages are spoken?"),
        choices=SPOKEN.items(),
        widget=LanguageBoxes,
        required=False,
    )
    interpreted = forms.MultipleChoiceField(
        label=_("Into which languages is it interpreted?"),
        choices=SPOKEN.items(),
        widget=LanguageBoxes,
        required=False,
    )
    speakers = CleanCharField(
        label=_("Who speaks?"),
        multiline=True,
        required=False,
        max_length=4000,
        help_text=_(
            "One person a line, as “Name, who that is”. Only with that person's agreement: "
            "the names are public."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def clean_speakers(self) -> list[tuple[str, str]]:
        """(name, who that is) for each line."""
        people = []
        for line in self.cleaned_data["speakers"].splitlines():
            name, _comma, about = (part.strip() for part in line.partition(","))
            if len(name) > 120 or len(about) > 160:
                raise ValidationError(_("This line is too long: %(line)s"), params={"line": line})
            if name:
                people.append((name, about))
        if len(people) > MOST_SPEAKERS:
            raise ValidationError(_("Announce at most twenty people."))
        return people


class ContactForm(SpeakingForm):
    contact_name = CleanCharField(
        label=_("Who answers questions?"), max_length=120, required=False
    )
    contact_email = AddressField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Everybody can read it. Better that of the office than your own."),
    )
    contact_phone = CleanCharField(label=_("Phone"), max_length=40, required=False)


class NoticeForm(SpeakingForm):
    title = CleanCharField(
        label=_("What do people have to know? In German"),
        max_length=280,
        multiline=True,
        widget=forms.Textarea(attrs={**GERMAN, "rows": 3}),
    )


class VenueForm(forms.ModelForm):
    """A place, and what is known of how to get in and about."""

    name = CleanCharField(label=_("Name"), max_length=160)
    street = CleanCharField(label=_("Street and number"), max_length=160, required=False)
    postcode = CleanCharField(label=_("Postcode"), max_length=5, required=False)
    city = CleanCharField(label=_("City"), max_length=80, initial="Dortmund")
    district = forms.ChoiceField(label=_("District"), choices=[], required=False)
    website = WebAddressField(label=_("Website"), required=False)
    capacity = forms.IntegerField(
        label=_("How many people fit in?"), min_value=1, max_value=1_000_000, required=False
    )
    checked_on = forms.DateField(
        label=_("When did somebody look at the accessibility?"),
        required=False,
        widget=DateInput,
    )

    class Meta:
        model = Venue
        fields = (
            "name", "keeper", "street", "postcode", "city", "district", "website", "capacity",
            *FEATURES, "checked_on",
        )  # fmt: skip
        widgets = dict.fromkeys(FEATURES, PresenceRow)

    def __init__(
        self, *args: Any, organisations: Any, names_keeper: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            ("", _("outside Dortmund, or not known")),
            *((name, name) for name in districts()),
        ]
        keeper = self.fields["keeper"]
        keeper.queryset = organisations  # type: ignore[attr-defined]
        keeper.empty_label = _("Nobody: a public place")  # type: ignore[attr-defined]
        if not names_keeper:
            keeper.disabled = True
            keeper.help_text = _(
                "Nobody keeps this place. Is it yours? Write to those who run this site: they "
                "ask around and enter you."
            )


class AskHostForm(SpeakingForm):
    """Asking to hold an event together, in either direction."""

    role = forms.ChoiceField(label=_("As what?"), choices=[], widget=forms.RadioSelect)
    message = CleanCharField(
        label=_("A personal word"),
        multiline=True,
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [choice for choice in EventHost.Role.choices if choice[0] != EventHost.Role.LEAD]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class InviteHostForm(AskHostForm):
    may_edit = forms.BooleanField(label=_("They may change the event as well."), required=False)


class JoinForm(AskHostForm):
    organisation = forms.ModelChoiceField(
        label=_("In the name of which organisation?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    field_order = ("organisation", "role", "message")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
