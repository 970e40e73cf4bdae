"""Invented people: names of many origins drawn at random, addresses that reach nobody."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import NamedTuple

from pages.demo import content

# How the demo's people are spread over the languages; German is what most read.
LANGUAGE_SHARES = {"de": 54, "tr": 20, "ar": 14, "en": 12}


class Person(NamedTuple):
    given_name: str
    family_name: str
    email: str
    postcode: str
    language: str


def people(random: Random, postcodes: list[str]) -> Iterator[Person]:
    """Yield one invented person after the other, for ever; each has an address of their own."""
    names = content.table("names")
    given, family = names["given"].split(), names["family"].split()
    homes = [*postcodes, *names["busy_postcodes"].split()]
    for number in count(1):
        yield Person(
            given_name=random.choice(given),
            family_name=random.choice(family),
            email=f"demo-stimme-{number:04}@example.org",
            postcode=random.choice(homes),
            language=random.choices(*zip(*LANGUAGE_SHARES.items(), strict=True))[0],
        )
