"""Signatures of invented people, along a growth curve one could believe."""

import math
import tomllib
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from django.utils import timezone, translation

from pages.demo.people import Person, people
from pages.demo.sources import source_of
from petitions.models import Petition, PetitionDay, PetitionText, Signature, Suspicion
from petitions.services import NEWS, WORDINGS
from petitions.services.confirming import SUBJECT
from petitions.services.suspicion import Noticed, network_code, suspicions_of
from privacy import consents
from privacy.person import person_key
from web.districts import POSTCODES

State = Signature.State
SHARE_SHOWING_NAME = 0.25
SHARE_WANTING_NEWS = 0.3
# What the first partner brings beside all the others, who bring ever less.
SHARE_BY_PARTNER = 0.12
# Signed by daylight only, so that every confirmation falls on the same day.
HOURS = range(8, 22)
LONGEST_WAY_TO_MAILBOX = timedelta(minutes=90)
# Those from one network: in the evening, one every two minutes.
BURST_BEGINS, BURST_STEP = time(20, 10), timedelta(minutes=2)


def sign(petition: Petition, found: dict[str, Any], first: date, last: date) -> None:
    """Add the signatures that the content tells of from `first` to `last`, unless there are any.

    A second load must not bring back what someone has withdrawn or erased in the demo.
    """
    if petition.confirmed_count or Signature.objects.filter(petition=petition).exists():
        return
    random = Random(f"mitstimme {petition.slug}")  # noqa: S311 - the same demo every time
    number, odd = found["signatures"], found.get("suspicious", 0)
    moments = _moments(random, number - odd, first, last) + _burst(last, odd)
    texts = {
        text.language: text
        for text in PetitionText.objects.filter(
            petition=petition, version=petition.published_version
        )
    }
    states = [State.CONFIRMED] * number
    for name, state in (("unconfirmed", State.PENDING), ("taken_back", State.WITHDRAWN)):
        more = found.get(name, 0)
        moments += _moments(random, more, max(first, last - timedelta(days=1)), last)
        states += [state] * more
    signatories = random.sample(_everybody(), len(states))
    signatures = [
        _signature(random, petition, texts[person.language], person, moment, state)
        for person, moment, state in zip(signatories, moments, states, strict=True)
    ]
    ways = Random(f"mitstimme ways {petition.slug}")  # noqa: S311 - the same demo every time
    for signature in signatures:
        day = timezone.localdate(signature.signed_at)
        signature.source = source_of(ways, found, day, (day - first).days)
    _spread_over_partners(petition, signatures)
    Signature.objects.bulk_create(signatures)
    _notice(signatures[number - odd : number])
    _agree_to_news(ways, signatures[:number])
    _count(petition, signatures[:number])


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


def _burst(day: date, number: int) -> list[datetime]:
    begins = timezone.make_aware(datetime.combine(day, BURST_BEGINS))
    return [begins + BURST_STEP * passed for passed in range(number)]


def _pull(day: date, passed: int, days: int) -> float:
    start = 2.4 * math.exp(-passed / (days / 16))
    press = 1.7 * math.exp(-(((passed / days - 0.42) / 0.05) ** 2))
    festival = 2.1 * math.exp(-(((passed / days - 0.8) / 0.06) ** 2))
    saturday_stall = 1.5 if day.weekday() == 5 else 1.0
    return (0.5 + 0.6 * passed / days + start + press + festival) * saturday_stall


def _signature(
    random: Random,
    petition: Petition,
    text: PetitionText,
    person: Person,
    moment: datetime,
    state: str,
) -> Signature:
    values: dict[str, Any] = person._asdict()
    way_to_mailbox = timedelta(seconds=random.randint(40, LONGEST_WAY_TO_MAILBOX.seconds))
    back_at = moment + way_to_mailbox
    return Signature(
        petition=petition,
        text=text,
        person_key=person_key(person.email),
        state=state,
        district=districts()[person.postcode],
        show_name=random.random() < SHARE_SHOWING_NAME,
        signed_at=moment,
        confirmed_at=back_at if state == State.CONFIRMED else None,
        withdrawn_at=back_at if state == State.WITHDRAWN else None,
        is_demo=True,
        **values,
    )


def _notice(signatures: list[Signature]) -> None:
    """They came from one network: somebody is to look at them."""
    suspicions = []
    for signature in signatures:
        network = network_code("demo", signature.signed_at)
        for suspicion in suspicions_of(signature, [Noticed(Suspicion.Signal.NETWORK, network)]):
            suspicion.noticed_at = signature.signed_at
            suspicions.append(suspicion)
    Suspicion.objects.bulk_create(suspicions)


def _agree_to_news(random: Random, signatures: list[Signature]) -> None:
    """Some ticked the box; the words beside it are kept as they were shown."""
    given = []
    for signature in signatures:
        if random.random() < SHARE_WANTING_NEWS:
            with translation.override(signature.language):
                words = str(WORDINGS[NEWS])
            given.append(
                consents.Given(
                    signature.person_key,
                    NEWS,
                    words,
                    signature.language,
                    SUBJECT,
                    str(signature.pk),
                    signature.confirmed_at,
                )
            )
    consents.store(consents.new_consents(given))


def _spread_over_partners(petition: Petition, signatures: list[Signature]) -> None:
    """Let some have come through the partners' own links, each through a fewer share."""
    random = Random(f"mitstimme sources {petition.slug}")  # noqa: S311 - as above
    links = petition.source_links.exclude(organisation=None).order_by("organisation__position")
    words = list(links.values_list("source", flat=True))
    if not words:
        return
    shares = [SHARE_BY_PARTNER / (place + 1) for place in range(len(words))]
    for signature in signatures:
        came_through = random.choices(["", *words], [1 - SHARE_BY_PARTNER, *shares])[0]
        signature.source = signature.source or came_through


def _count(petition: Petition, signatures: list[Signature]) -> None:
    """Enter them into the tally as the job that folds entries would have."""
    days = Counter(timezone.localdate(signature.confirmed_at) for signature in signatures)
    PetitionDay.objects.bulk_create(
        PetitionDay(petition=petition, day=day, confirmed=count)
        for day, count in sorted(days.items())
    )
    petition.confirmed_count = len(signatures)
    petition.save(update_fields=["confirmed_count"])
