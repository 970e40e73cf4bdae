"""How old somebody can be by what they said last: nobody's birthday is stored.

What was said stands for the day on which it was said: nobody grows older by a second press.
From the next day on people are asked anew, until they have said that they are of age, and may
have had one birthday for each year begun since then. So whoever turns eighteen is not held to
what was true before, and whoever said "14 or 15" last month can't be of age by now. Who chose
the wrong age says so by the shift's public form, whose mail proves who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from volunteers.models import AgeGroup, Shift, ShiftSignup
from volunteers.models.signups import OLDEST


@dataclass(frozen=True)
class SaidAge:
    """What somebody said of their age, and on which day."""

    group: str
    on: date

    @property
    def is_of_age(self) -> bool:
        """Nobody ever grows younger: it need not be asked again."""
        return self.group == AgeGroup.ADULT

    @property
    def oldest_now(self) -> int:
        """The age in years that they have today at most."""
        return OLDEST[self.group] + _years_begun(self.on, timezone.localdate())


def last_said_age(person_key: str) -> SaidAge | None:
    """What the person said when they last signed up; None where they never did.

    Before it is confirmed anybody may have said it, and no walk-in is asked for it.
    """
    said = ShiftSignup.objects.of(person_key).exclude(confirmed_at=None).filter(is_walk_in=False)
    last = said.order_by("-signed_up_at").first()
    return SaidAge(last.age_group, timezone.localdate(last.signed_up_at)) if last else None


def ages_for(shift: Shift, said: SaidAge | None) -> list[str]:
    """The groups that may be old enough for the shift, and in which the person can be today."""
    return [
        age.value
        for age in AgeGroup
        if OLDEST[age] >= shift.minimum_age
        and (said is None or said.is_of_age or int(age) <= said.oldest_now)
    ]


def _years_begun(first: date, today: date) -> int:
    years = today.year - first.year
    return years + ((today.month, today.day) > (first.month, first.day))
