"""What is seeded by the million looks like what people do: it is spread as their figures are."""

from collections import Counter
from itertools import batched

from cryptography.fernet import Fernet

from benchmarks import seeding

ENVIRONMENT = {"ENCRYPTION_KEYS": Fernet.generate_key().decode(), "PERSON_KEYS": "1:secret"}
TEXTS = {"de": 9, "tr": 10, "ar": 11, "en": 12}


def rows(number):
    lines = seeding._lines(ENVIRONMENT, 7, TEXTS, number)
    return [line.split("\t") for _done, some in lines for line in some.splitlines()]


def test_every_person_is_another_one():
    seeded = rows(20_000)
    assert len(seeded) == 20_000
    assert len({row[0] for row in seeded}) == len({row[3] for row in seeded}) == 20_000
    assert {len(row) for row in seeded} == {16}


def test_they_are_spread_over_districts_languages_ways_and_days():
    seeded = rows(20_000)
    districts, languages, ways = (Counter(row[number] for row in seeded) for number in (9, 11, 12))
    assert len(districts) == 13
    assert max(districts.values()) < 20_000 / 5
    assert set(languages) == set(TEXTS)
    assert len(ways) == 5
    assert all(len({row[13][:10] for row in some}) > 10 for some in batched(seeded, 4_000))


def test_each_signs_the_text_of_their_language():
    assert {(row[11], int(row[2])) for row in rows(2_000)} == set(TEXTS.items())


def test_a_language_without_a_text_is_left_out():
    seeded = seeding._lines(ENVIRONMENT, 7, {"de": 9}, 1_000)
    lines = [line.split("\t") for _done, some in seeded for line in some.splitlines()]
    assert {row[11] for row in lines} == {"de"}
