"""In which order rows are locked: persons by their keys, then shifts by theirs, then nothing.

Whatever changes what somebody does locks that person's `Volunteer` row first. So of two
sign-ups of one person at one moment the second sees the first, and nobody waits in a ring.
Whatever takes or frees a place locks the shift after it. Sign-ups need no lock of their own:
they change only while their shift is held.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from volunteers.models import Shift, Volunteer


def hold_person(person_key: str) -> Volunteer:
    """Lock the person's row, in a transaction; it is made where there is none."""
    rows = Volunteer.objects.select_for_update(no_key=True)
    # Again where somebody erased it between its making and its locking.
    while (held := rows.filter(pk=person_key).first()) is None:
        empty = Volunteer(person_key=person_key, language=settings.LANGUAGE_CODE)
        Volunteer.objects.bulk_create([empty], ignore_conflicts=True)
    return held


def hold_people(person_keys: Iterable[str]) -> dict[str, Volunteer]:
    """Lock several persons, whoever they are in the same order."""
    return {key: hold_person(key) for key in sorted(set(person_keys))}


def hold_shift(shift_id: int) -> Shift:
    """Lock a shift, in a transaction, and read it as it is then."""
    return Shift.objects.select_for_update(no_key=True, of=("self",)).get(pk=shift_id)


def hold_shifts(shift_ids: Iterable[int]) -> dict[int, Shift]:
    """Lock several shifts, always in the order of their keys."""
    return {key: hold_shift(key) for key in sorted(set(shift_ids))}
