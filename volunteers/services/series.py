"""Shifts that repeat: from one and a rule, shifts of their own that are alike to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.services.rhythm import MOST, Moment, moments_of
from privacy import audit
from volunteers.models import Shift, ShiftQuerySet, ShiftSeries, ShiftText
from volunteers.services.copying import WHOLE, copy_at, store_copies, store_words
from volunteers.services.holding import hold_shift, hold_shifts
from volunteers.services.planning import need_alive


@dataclass(frozen=True)
class Repeated:
    """The drafts that were made, and those that begin later than by the rule."""

    shifts: list[Shift] = field(default_factory=list)
    moved: list[Shift] = field(default_factory=list)


@transaction.atomic
def repeat_shift(shift: Shift, rule: str, *, actor: AbstractBaseUser) -> Repeated:
    """Make the dates of the rule that the shift's series lacks, as drafts without people.

    Ten stays ten when clocks change. Raises ValidationError for a rule we don't take, and for
    more than MOST dates to come.
    """
    # Whoever repeats it at the same moment waits here, and finds these dates made.
    hold_shift(shift.pk)
    whole = Shift.objects.select_related("event").prefetch_related(*WHOLE).get(pk=shift.pk)
    need_alive(whole)
    moments = moments_of(rule, whole.starts_at, whole.zone)
    series = _series_of(whole, rule)
    lacking = _lacking(series, moments, whole)
    if series.shifts.coming().count() + len(lacking) > MOST:
        raise ValidationError(
            _("That would be more than %(most)s dates. Choose an earlier end."),
            params={"most": MOST},
        )
    made = store_copies(
        [(whole, copy_at(whole, moment.starts_at, series=series)) for moment in lacking]
    )
    shift.series = series
    if made:
        audit.record("volunteers.shift_repeated", actor, shift, rule=rule, dates=len(made))
    late = {moment.starts_at for moment in lacking if moment.is_moved}
    return Repeated(made, [one for one in made if one.starts_at in late])


def following_shifts(shift: Shift) -> ShiftQuerySet:
    """This one and all later ones of its series, in order."""
    alike = Shift.objects.filter(starts_at__gte=shift.starts_at)
    if shift.series_id is None:
        return alike.filter(pk=shift.pk)
    return alike.filter(series=shift.series_id).order_by("starts_at", "pk")


@transaction.atomic
def hand_words_on(shift: Shift, *, actor: AbstractBaseUser) -> int:
    """Give all that follow in the series the words this one has, in every language; how many."""
    later = following_shifts(shift).exclude(pk=shift.pk).exclude(state=Shift.State.CANCELLED)
    shifts = hold_shifts(later.not_over().values_list("pk", flat=True))
    if shifts:
        ShiftText.objects.filter(shift__in=shifts).delete()
        store_words([(shift, one) for one in shifts.values()])
        Shift.objects.filter(pk__in=shifts).update(changed_at=timezone.now())
        audit.record("volunteers.words_handed_on", actor, shift, dates=len(shifts))
    return len(shifts)


def _series_of(shift: Shift, rule: str) -> ShiftSeries:
    if shift.series_id is not None:
        known = ShiftSeries.objects.filter(pk=shift.series_id)
        known.update(rule=rule)
        # One lock for all that belong to it, whichever of them is repeated.
        return known.select_for_update(no_key=True).get()
    series = ShiftSeries.objects.create(
        rule=rule, starts_at=shift.starts_at, time_zone=shift.time_zone
    )
    Shift.objects.filter(pk=shift.pk).update(series=series)
    return series


def _lacking(series: ShiftSeries, moments: Iterable[Moment], shift: Shift) -> list[Moment]:
    """Those on whose day the series has nothing yet: one that was moved is not made again."""
    taken = {one.starts_there.date() for one in series.shifts.all()}
    now = timezone.now()
    return [
        moment
        for moment in moments
        if moment.starts_at > now and moment.starts_at.astimezone(shift.zone).date() not in taken
    ]
