"""The parts of an event that are changed one at a time: each has a form, and a way to save it.

The workspace has a page for each; the API takes any of their fields together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from events import services
from events.forms import organising as forms
from events.models import Event

# The heading of its page, and its form.
PARTS: dict[str, tuple[Any, type[Any]]] = {
    "time": (gettext_lazy("When"), forms.TimeForm),
    "place": (gettext_lazy("Where"), forms.PlaceForm),
    "entry": (gettext_lazy("Who may come, and how"), forms.EntryForm),
    "access": (gettext_lazy("Accessibility"), forms.AccessForm),
    "people": (gettext_lazy("Languages and speakers"), forms.PeopleForm),
    "contact": (gettext_lazy("Whom to ask"), forms.ContactForm),
}


def present_values(event: Event) -> dict[str, Any]:
    """What the parts' forms begin with."""
    columns = {field.name: getattr(event, field.name) for field in event._meta.concrete_fields}
    languages = list(event.languages.all())
    return columns | {
        "spoken": [one.language for one in languages if not one.is_interpreted],
        "interpreted": [one.language for one in languages if one.is_interpreted],
        "speakers": "\n".join(
            ", ".join(filter(None, (speaker.name, speaker.about)))
            for speaker in event.speakers.all()
        ),
    }


def save_part(event: Event, part: str, data: dict[str, Any], *, actor: User) -> None:
    """Save what the part's form has cleaned. Raises ValidationError."""
    SAVE.get(part, _save)(event, data, actor)


def _save(event: Event, data: dict[str, Any], actor: User) -> None:
    services.change(event, data, actor=actor)


def _save_time(event: Event, data: dict[str, Any], actor: User) -> None:
    services.hold_at(event, **data, actor=actor)


@transaction.atomic
def _save_place(event: Event, data: dict[str, Any], actor: User) -> None:
    """A kept venue is asked at once: it need not be looked for among the organisations."""
    services.change(event, data, actor=actor)
    services.ask_venue(event, actor=actor)


def _save_entry(event: Event, data: dict[str, Any], actor: User) -> None:
    capacity = data.pop("capacity")
    services.change(event, data, actor=actor)
    if capacity != event.capacity:
        services.change_capacity(event, capacity, actor=actor)


def _save_people(event: Event, data: dict[str, Any], actor: User) -> None:
    services.set_languages(event, data["spoken"], data["interpreted"], actor=actor)
    services.announce_speakers(event, data["speakers"], actor=actor)


SAVE: dict[str, Callable[[Event, dict[str, Any], User], None]] = {
    "time": _save_time,
    "place": _save_place,
    "entry": _save_entry,
    "people": _save_people,
}
