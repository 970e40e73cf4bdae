"""Parts of the platform that the office can switch off, and on again (docs/adr/0010).

The foundation knows no part of the apps above it; they register theirs in AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps as global_apps
from django.db import transaction

from web.held import forget_held, held
from web.models import PartSwitch

KEY = "web.switches"
KNOWN_FOR_SECONDS = 2


@dataclass(frozen=True)
class Part:
    """`title` is what the office knows it by, `sentence` what visitors read in its place;
    both are lazily translated."""

    name: str
    title: Any
    sentence: Any


@dataclass(frozen=True)
class Off:
    """A part that is off. `office` is the office's own sentence, in German, or ""."""

    part: Part
    office: str

    @property
    def sentence(self) -> str:
        """The platform's, in the current language."""
        return str(self.part.sentence)

    def __str__(self) -> str:
        return f"{self.sentence} {self.office}".strip()


class PartIsOff(Exception):
    """What was asked for is switched off; `off` has the words for it."""

    def __init__(self, off: Off) -> None:
        super().__init__(off.part.name)
        self.off = off


type Witness = Callable[[Part, bool, Any], None]

_parts: dict[str, Part] = {}
_witnesses: list[Witness] = []


def register(name: str, title: Any, sentence: Any) -> None:
    """Add a part, named "<app>.<part>"."""
    _parts[name] = Part(name, title, sentence)


def witness(told: Witness) -> None:
    """Have `told(part, is_on, actor)` called in the transaction of each switching."""
    if told not in _witnesses:
        _witnesses.append(told)


def parts() -> Mapping[str, Part]:
    """Every registered part by name."""
    return _parts


def off(name: str) -> Off | None:
    """None as long as the part is on; else what to say in its place.

    Asks the database once in two seconds; while it is away, the last answer holds.
    """
    everything_on: dict[str, str] = {}
    switched_off = held(KEY, KNOWN_FOR_SECONDS, _read, unknown=everything_on)
    if name not in switched_off:
        return None
    return Off(_parts[name], switched_off[name])


def require(name: str) -> None:
    """Raise PartIsOff when the part is off."""
    found = off(name)
    if found is not None:
        raise PartIsOff(found)


def turn(name: str, *, is_on: bool, sentence: str = "", actor: Any) -> None:
    """Switch a part on or off. Other processes follow within two seconds."""
    part = _parts[name]
    with transaction.atomic():
        before = PartSwitch.objects.select_for_update().filter(part=name).first()
        was_on = before is None or before.is_on
        PartSwitch.objects.update_or_create(
            part=name, defaults={"is_on": is_on, "sentence": sentence}
        )
        if was_on != is_on:
            for told in _witnesses:
                told(part, is_on, actor)
    forget_held(KEY)


def make_rows(apps: Any = global_apps, **_signal: Any) -> None:
    """A row for each part, so that the office finds them all (after each migrate)."""
    try:
        apps.get_model("web", "PartSwitch")
    except LookupError:  # migrated to before there were switches
        return
    rows = [PartSwitch(part=name) for name in _parts]
    PartSwitch.objects.bulk_create(rows, ignore_conflicts=True)


def _read() -> dict[str, str]:
    found = PartSwitch.objects.filter(is_on=False).values_list("part", "sentence")
    # A part that a later release no longer has is nobody's concern.
    return {name: sentence for name, sentence in found if name in _parts}
