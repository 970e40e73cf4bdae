"""What an organiser says of a shift, a page for each part; names are those of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from events.forms.choosing import VenueField
from events.models import Event, EventHost, Venue
from languages.services import SPOKEN
from partners.models import OrganisationQuerySet
from volunteers.models import Level, Requirement, Role, Shift, Team
from volunteers.services import Need
from web.districts import districts
from web.forms import CleanCharField, DateInput, MomentField, SpeakingForm

# The way out where somebody else decides about a venue (Shift.may_be_at).
KEPT = _(
    "Whoever keeps this venue has not agreed to the shift. Choose another place; or choose first, "
    "under event and team, an event at this venue to which they have said yes."
)
GERMAN = {"lang": "de", "dir": "ltr"}
# Whoever needs one of more languages than that makes a second requirement.
MOST_LANGUAGES = 4


class TimeForm(SpeakingForm):
    """Read and shown in the zone that is active: the shift's own."""

    starts_at = MomentField(label=_("Begins"), help_text=_("By the clock at its place."))
    ends_at = MomentField(label=_("Ends"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("The shift would end before it starts. Check both times."))
        return data


class PlaceForm(SpeakingForm):
    """A venue, or in words where there is none."""

    venue = VenueField(
        label=_("Venue"),
        required=False,
        empty_label=_("Another place, in words"),
        help_text=_("Offered are public places and those that your organisation keeps."),
        error_messages={"invalid_choice": KEPT},
    )
    place = CleanCharField(
        label=_("Another place"),
        max_length=160,
        required=False,
        help_text=_("Where there is no venue, such as: in front of the library."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    district = forms.ChoiceField(
        label=_("District"),
        choices=[],
        required=False,
        help_text=_("With a venue its own holds, unless you choose another one."),
    )

    def __init__(self, *args: Any, shift: Shift, venue_named: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shift = shift
        self.fields["district"].choices = _district_choices()  # type: ignore[attr-defined]
        field: Any = self.fields["venue"]
        field.offer(_venues_for(shift), venue_named, self["venue"].value())

    def clean_venue(self) -> Venue | None:
        venue: Venue | None = self.cleaned_data["venue"]
        if venue is not None and not self.shift.may_be_at(venue):
            raise forms.ValidationError(KEPT)
        return venue

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("venue") and data.get("place"):
            self.add_error("place", _("Choose a venue or write a place: one of both."))
        return data


class PeopleForm(SpeakingForm):
    """From which age on, whom to ask, and how long a free place is offered."""

    minimum_age = forms.IntegerField(
        label=_("From which age?"),
        min_value=0,
        max_value=99,
        help_text=_(
            "Under sixteen a parent or guardian is asked by e-mail. Whoever has signed up stays."
        ),
    )
    contact_name = CleanCharField(
        label=_("Whom do people ask on the day?"), max_length=120, required=False
    )
    contact_phone = CleanCharField(
        label=_("Telephone on the day"),
        max_length=40,
        required=False,
        help_text=_("Everybody can read it on the shift's page."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    offer_hours = forms.IntegerField(
        label=_("For how many hours is a free place offered?"),
        min_value=1,
        max_value=168,
        help_text=_("Then it is offered to the next on the waiting list."),
    )


class BelongingForm(SpeakingForm):
    """Which event the shift is for, and which team sees to it."""

    event = forms.ModelChoiceField(
        label=_("For an event"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Events of the same campaign, and those that your organisations lead."),
    )
    team = forms.ModelChoiceField(
        label=_("Team that sees to it"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(
        self, *args: Any, shift: Shift, mine: OrganisationQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shift = shift
        self.fields["event"].queryset = events_for(shift.campaign, mine, shift)  # type: ignore[attr-defined]
        teams = Team.objects.filter(state=Team.State.ACTIVE).filter(
            Q(organisation=shift.campaign.lead_id) | Q(campaign=shift.campaign_id)
        )
        teams = teams | Team.objects.filter(pk__in=_those(shift.team_id))
        self.fields["team"].queryset = teams.distinct().with_texts()  # type: ignore[attr-defined]

    def clean_event(self) -> Event | None:
        """Another event does not take away the word by which the shift is where it is."""
        event: Event | None = self.cleaned_data["event"]
        if self.shift.agreed_venue is None:
            return event
        alike = Shift(campaign=self.shift.campaign, venue=self.shift.agreed_venue, event=event)
        if alike.agreed_venue is None:
            raise forms.ValidationError(
                _(
                    "Whoever keeps the shift's venue agreed to the present event only. Choose "
                    "another place for the shift first."
                )
            )
        return event


class RequirementForm(SpeakingForm):
    """So many people for one thing, and which languages fit it, each from a level on."""

    role = forms.ChoiceField(label=_("What do they do?"), choices=Role)
    minimum = forms.IntegerField(
        label=_("How many at least?"),
        min_value=0,
        max_value=500,
        help_text=_("Below that the shift is shown as missing people."),
    )
    maximum = forms.IntegerField(
        label=_("How many at most?"),
        min_value=1,
        max_value=500,
        help_text=_("Then people wait on a list. Lowering it takes nobody's place away."),
    )

    def __init__(self, data: Any = None, *, requirement: Requirement | None = None) -> None:
        spoken = [] if requirement is None else list(requirement.languages.all())
        initial: dict[str, Any] = {
            "role": requirement.role if requirement else Role.HELPING,
            "minimum": requirement.minimum if requirement else 1,
            "maximum": requirement.maximum if requirement else 2,
        }
        for row, one in enumerate(spoken):
            initial |= {f"language_{row}": one.language, f"level_{row}": one.level}
        super().__init__(data, initial=initial)
        self.rows = range(max(MOST_LANGUAGES, len(spoken)))
        for row in self.rows:
            self.fields[f"language_{row}"] = forms.ChoiceField(
                label=_("Language"), choices=[("", _("None")), *SPOKEN.items()], required=False
            )
            self.fields[f"level_{row}"] = forms.ChoiceField(
                label=_("How well at least?"), choices=Level, initial=Level.GOOD, required=False
            )

    @property
    def language_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[f"language_{row}"], self[f"level_{row}"]) for row in self.rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        minimum, maximum = data.get("minimum"), data.get("maximum")
        if minimum is not None and maximum is not None and maximum < minimum:
            self.add_error(
                "maximum", _("At most can't be fewer than at least. Check both numbers.")
            )
        return data

    def need(self) -> Need:
        """What was asked for; a language that was chosen twice is taken as it came first."""
        data = self.cleaned_data
        languages: dict[str, str] = {}
        for row in self.rows:
            if code := data.get(f"language_{row}"):
                languages.setdefault(code, data.get(f"level_{row}") or Level.GOOD)
        return Need(data["role"], data["minimum"], data["maximum"], languages)


class NewShiftForm(TimeForm):
    """The most important things at once: what, when, where, and how many."""

    campaign = forms.ModelChoiceField(
        label=_("For which campaign?"), queryset=Campaign.objects.none(), empty_label=None
    )
    title = CleanCharField(
        label=_("Title, in German"),
        max_length=120,
        help_text=_("What it is, such as: stall at the weekly market."),
        widget=forms.TextInput(attrs=GERMAN),
    )
    description = CleanCharField(
        label=_("What one does there, in German"),
        max_length=4000,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={**GERMAN, "rows": 3}),
    )
    place = CleanCharField(
        label=_("Where?"),
        max_length=160,
        required=False,
        help_text=_("In words for now. You can choose a venue later."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    district = forms.ChoiceField(label=_("District"), choices=[], required=False)
    role = forms.ChoiceField(
        label=_("What do they do?"),
        choices=Role,
        initial=Role.HELPING,
        help_text=_("More roles, and languages, can be added later."),
    )
    minimum = forms.IntegerField(
        label=_("How many at least?"), min_value=0, max_value=500, initial=2
    )
    maximum = forms.IntegerField(
        label=_("How many at most?"), min_value=1, max_value=500, initial=4
    )
    field_order = (
        "campaign", "title", "description", "starts_at", "ends_at", "place", "district", "role",
        "minimum", "maximum",
    )  # fmt: skip

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        self.fields["district"].choices = _district_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        minimum, maximum = data.get("minimum"), data.get("maximum")
        if minimum is not None and maximum is not None and maximum < minimum:
            self.add_error(
                "maximum", _("At most can't be fewer than at least. Check both numbers.")
            )
        return data


class CopyDayForm(SpeakingForm):
    campaign = forms.ModelChoiceField(
        label=_("Of which campaign?"), queryset=Campaign.objects.none(), empty_label=None
    )
    day = forms.DateField(label=_("Which day?"), widget=DateInput)
    to = forms.DateField(label=_("To which day?"), widget=DateInput)

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("day") == data.get("to"):
            self.add_error("to", _("That is the same day. Choose another one."))
        return data


class TemplateNameForm(SpeakingForm):
    name = CleanCharField(
        label=_("Name of the template"),
        max_length=120,
        help_text=_("Only your organisation sees it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class FromTemplateForm(SpeakingForm):
    campaign = forms.ModelChoiceField(
        label=_("For which campaign?"), queryset=Campaign.objects.none(), empty_label=None
    )
    day = forms.DateField(label=_("On which day?"), widget=DateInput)

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


def events_for(campaign: Campaign, mine: OrganisationQuerySet, shift: Shift | None = None) -> Any:
    """The events to come that a shift of this campaign may be for, and the one it is for."""
    led = EventHost.objects.filter(
        organisation__in=mine, role=EventHost.Role.LEAD, state=EventHost.State.ACCEPTED
    )
    fitting = (
        Event.objects.coming()
        .exclude(state=Event.State.CANCELLED)
        .filter(Q(campaign=campaign) | Q(hosts__in=led))
    )
    now = Event.objects.filter(pk__in=_those(shift.event_id if shift else None))
    keys = [*fitting.values_list("pk", flat=True), *now.values_list("pk", flat=True)]
    return Event.objects.filter(pk__in=keys).with_texts().order_by("starts_at")


def _venues_for(shift: Shift) -> Any:
    """Where the shift may be (Shift.may_be_at), and what was chosen before, which the form
    explains."""
    keeper = Q(keeper=None) | Q(keeper=shift.campaign.lead_id)
    agreed = shift.event.agreed_venue if shift.event else None
    events_own = Q(pk__in=_those(agreed.pk if agreed else None))
    offered = Venue.objects.to_choose().filter(keeper | events_own)
    return offered | Venue.objects.filter(pk__in=_those(shift.venue_id))


def _those(key: int | None) -> list[int]:
    return [] if key is None else [key]


def _district_choices() -> list[tuple[str, Any]]:
    return [("", _("outside Dortmund, or not known")), *((name, name) for name in districts())]
