"""Shifts made from others: the same words and requirements at another time, without people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from events.services.rhythm import end_after, moment_there
from privacy import audit
from volunteers.models import Requirement, RequirementLanguage, Shift, ShiftSeries, ShiftText

ALIKE = (
    "campaign", "team", "time_zone", "venue", "place", "district", "minimum_age",
    "contact_name", "contact_phone", "offer_hours", "is_demo",
)  # fmt: skip
# What is copied must come with these.
WHOLE = ("texts", "requirements__languages")
# More than a day has room for; a slip of the finger ends here.
MOST_A_DAY = 200


@dataclass(frozen=True)
class Copied:
    """The drafts that were made, and how many were there already."""

    shifts: list[Shift]
    known: int = 0


@transaction.atomic
def copy_day(campaign: Campaign, day: date, to: date, *, actor: AbstractBaseUser) -> Copied:
    """Make the campaign's shifts of a day again on another one, as drafts.

    By the clock there: ten stays ten when clocks change. What is there already (the same
    hours, place and title) is not made twice. Cancelled shifts are left out. Raises
    ValidationError where there is nothing to copy.
    """
    # Whoever copies at the same moment waits here, and finds these made.
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    shifts = shifts_of_day(campaign, day)
    if not shifts:
        raise ValidationError({"day": _("There are no shifts on that day.")})
    if len(shifts) > MOST_A_DAY:
        raise ValidationError({"day": _("Those are too many shifts to copy at once.")})
    known = {_marks(shift) for shift in shifts_of_day(campaign, to)}
    pairs = [(shift, copy_at(shift, _at(shift, day, to))) for shift in shifts]
    lacking = [(shift, copy) for shift, copy in pairs if _marks(copy, shift) not in known]
    made = store_copies(lacking)
    audit.record(
        "volunteers.day_copied", actor, campaign, day=str(day), to=str(to), shifts=len(made)
    )
    return Copied(made, len(pairs) - len(lacking))


def shifts_of_day(campaign: Campaign, day: date) -> list[Shift]:
    """Those that begin on this day by the clock there, cancelled ones left out."""
    around = datetime.combine(day, time(), UTC)
    near = (
        Shift.objects.filter(campaign=campaign)
        .exclude(state=Shift.State.CANCELLED)
        .filter(
            starts_at__gte=around - timedelta(days=1), starts_at__lt=around + timedelta(days=2)
        )
        .select_related("event", "venue")
        .prefetch_related(*WHOLE)
    )
    return [shift for shift in near if shift.starts_there.date() == day]


def copy_at(shift: Shift, starts_at: datetime, *, series: ShiftSeries | None = None) -> Shift:
    """A draft like this one that begins then; not stored yet."""
    event = shift.event
    return Shift(
        **{name: getattr(shift, name) for name in ALIKE},
        # An event is on its own days.
        event=event if event and event.starts_at <= starts_at < event.ends_at else None,
        series=series,
        starts_at=starts_at,
        ends_at=end_after(shift, starts_at),
        state=Shift.State.DRAFT,
    )


def store_copies(pairs: Sequence[tuple[Shift, Shift]]) -> list[Shift]:
    """Store copies with the words and requirements of their originals; a query for each kind."""
    made = Shift.objects.bulk_create([copy for _shift, copy in pairs])
    store_words(pairs)
    needed = [
        (requirement, _like(requirement, shift=copy, taken=0))
        for shift, copy in pairs
        for requirement in shift.requirements.all()
    ]
    Requirement.objects.bulk_create([copy for _requirement, copy in needed])
    RequirementLanguage.objects.bulk_create(
        _like(language, requirement=copy)
        for requirement, copy in needed
        for language in requirement.languages.all()
    )
    return made


def store_words(pairs: Iterable[tuple[Shift, Shift]]) -> None:
    """Store the words of the first of each pair as the second's, which has none yet."""
    ShiftText.objects.bulk_create(
        _like(text, shift=copy) for shift, copy in pairs for text in shift.texts.all()
    )


def _like[T: Model](row: T, **changes: object) -> T:
    columns = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changes and not field.is_relation
    }
    return type(row)(**columns, **changes)


def _at(shift: Shift, day: date, to: date) -> datetime:
    local = shift.starts_there.replace(tzinfo=None, fold=0) + (to - day)
    return moment_there(local, shift.zone).starts_at


def _marks(shift: Shift, words: Shift | None = None) -> tuple[object, ...]:
    """What makes two shifts of a campaign the same; the words may be another one's."""
    titles = _titles((words or shift).texts.all())
    return shift.starts_at, shift.ends_at, shift.venue_id, shift.place, titles


def _titles(texts: Iterable[ShiftText]) -> str:
    return next((text.title for text in texts if text.language == "de"), "")
