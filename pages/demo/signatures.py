"""Confirmed signatures of invented people, along a growth curve one could believe."""

import math
import tomllib
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from django.utils import timezone

from pages.demo.people import Person, people
from petitions.models import Petition, PetitionDay, PetitionText, Signature
from privacy.person import person_key
from web.districts import POSTCODES

SHARE_SHOWING_NAME = 0.25
# Signed by daylight only, so that every confirmation falls on the same day.
HOURS = range(8, 22)
LONGEST_WAY_TO_MAILBOX = timedelta(minutes=90)


def sign(petition: Petition, number: int, first: date, last: date) -> None:
    """Add `number` confirmed signatures from `first` to `last`, unless there are any already.

    A second load must not bring back what someone has withdrawn or erased in the demo.
    """
    if petition.confirmed_count or Signature.objects.filter(petition=petition).exists():
        return
    random = Random(f"mitstimme {petition.slug}")  # noqa: S311 - the same demo every time
    moments = _moments(random, number, first, last)
    texts = {
        text.language: text
        for text in PetitionText.objects.filter(
            petition=petition, version=petition.published_version
        )
    }
    signatories = random.sample(_everybody(), number)
    signatures = [
        _signature(random, petition, texts[person.language], person, moment)
        for person, moment in zip(signatories, moments, strict=True)
    ]
    Signature.objects.bulk_create(signatures)
    _count(petition, signatures)


def day_of(petition: Petition, count: int) -> date | None:
    """The day on which the petition reached this many signatures, if it has."""
    reached = 0
    for day, confirmed in petition.days.values_list("day", "confirmed"):
        reached += confirmed
        if reached >= count:
            return day
    return None


@cache
def districts() -> dict[str, str]:
    """Which district each of Dortmund's postcodes belongs to."""
    return tomllib.loads(POSTCODES.read_text(encoding="utf-8"))["postcodes"]


@cache
def _everybody() -> list[Person]:
    """More people than any one petition needs, so that some sign several."""
    random = Random("mitstimme people")  # noqa: S311 - the same people every time
    return list(islice(people(random, sorted(districts())), 720))


def _moments(random: Random, number: int, first: date, last: date) -> list[datetime]:
    """When each signature was given: much at the start, two waves, more on Saturdays."""
    days = [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
    weights = [_pull(day, passed, len(days)) for passed, day in enumerate(days)]
    moments = []
    for day in random.choices(days, weights, k=number):
        clock = time(random.choice(HOURS), random.randrange(60), random.randrange(60))
        moments.append(timezone.make_aware(datetime.combine(day, clock)))
    return sorted(moments)


def _pull(day: date, passed: int, days: int) -> float:
    start = 2.4 * math.exp(-passed / (days / 16))
    press = 1.7 * math.exp(-(((passed / days - 0.42) / 0.05) ** 2))
    festival = 2.1 * math.exp(-(((passed / days - 0.8) / 0.06) ** 2))
    saturday_stall = 1.5 if day.weekday() == 5 else 1.0
    return (0.5 + 0.6 * passed / days + start + press + festival) * saturday_stall


def _signature(
    random: Random, petition: Petition, text: PetitionText, person: Person, moment: datetime
) -> Signature:
    values: dict[str, Any] = person._asdict()
    way_to_mailbox = timedelta(seconds=random.randint(40, LONGEST_WAY_TO_MAILBOX.seconds))
    return Signature(
        petition=petition,
        text=text,
        person_key=person_key(person.email),
        state=Signature.State.CONFIRMED,
        district=districts()[person.postcode],
        show_name=random.random() < SHARE_SHOWING_NAME,
        signed_at=moment,
        confirmed_at=moment + way_to_mailbox,
        is_demo=True,
        **values,
    )


def _count(petition: Petition, signatures: list[Signature]) -> None:
    """Enter them into the tally as the job that folds entries would have."""
    days = Counter(timezone.localdate(signature.confirmed_at) for signature in signatures)
    PetitionDay.objects.bulk_create(
        PetitionDay(petition=petition, day=day, confirmed=count)
        for day, count in sorted(days.items())
    )
    petition.confirmed_count = len(signatures)
    petition.save(update_fields=["confirmed_count"])
