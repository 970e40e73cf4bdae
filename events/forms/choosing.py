"""How an event's forms let people choose: a place among many, languages, what is there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from events.models import Venue
from events.models.venues import VenueQuerySet
from languages.services import COMMON

# More than that nobody reads through: who looks for another one searches by name.
VENUES_SHOWN = 25


class LanguageBoxes(forms.CheckboxSelectMultiple):
    """A box a language: the common and the chosen ones first, the others folded."""

    template_name = "events/widgets/languages.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [
            option for _group, group, _at in context["widget"]["optgroups"] for option in group
        ]
        near = [one for one in options if one["selected"] or one["value"] in COMMON]
        context["widget"] |= {"near": near, "far": [one for one in options if one not in near]}
        return context


class PresenceRow(forms.RadioSelect):
    """Yes, no, not known: side by side, so that all needs are seen at once."""

    template_name = "events/widgets/presence.html"


class VenueField(forms.ModelChoiceField):
    """Any place in use; offered are as many as one can look through, and the chosen one."""

    is_shortened = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Venue.objects.none(), **kwargs)

    def offer(self, venues: VenueQuerySet, name: str, chosen: Any) -> None:
        """Offer those with `name` in their name or street, all of them where they are few."""
        self.queryset = venues
        found = venues.filter(Q(name__icontains=name) | Q(street__icontains=name))
        first = list(found[: VENUES_SHOWN + 1])
        self.is_shortened = len(first) > VENUES_SHOWN
        first = first[:VENUES_SHOWN]
        if str(chosen or "").isdecimal() and int(chosen) not in {venue.pk for venue in first}:
            first += venues.filter(pk=chosen)
        rows = [(venue.pk, self.label_from_instance(venue)) for venue in first]
        self.widget.choices = [("", self.empty_label), *rows]

    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, (obj.name, obj.address)))
