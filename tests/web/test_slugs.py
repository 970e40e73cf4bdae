"""Addresses from titles: readable, free, and one each for many at once."""

import pytest

from partners.models import Organisation
from tests.petitions.at_once import at_once
from web.slugs import LONGEST, insert_with_slug, slug_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wählen für alle, überall!", "waehlen-fuer-alle-ueberall"),
        ("Straße", "strasse"),
        ("Belediye seçimlerinde oy hakkı", "belediye-secimlerinde-oy-hakki"),
        ("İstanbul Şişli Çarşı", "istanbul-sisli-carsi"),
        ("Łódź, Kraków", "lodz-krakow"),
        ("حق التصويت", "petition"),
        ("Право голосу", "petition"),
        ("!!!", "petition"),
        ("", "petition"),
    ],
)
def test_readable(title, expected):
    assert slug_of(title, "petition") == expected


def test_a_long_title_ends_with_a_word():
    slug = slug_of("Wer seit Jahren hier lebt, soll auch hier wählen dürfen, und zwar jetzt", "x")
    assert slug == "wer-seit-jahren-hier-lebt-soll-auch-hier-waehlen"
    assert slug_of("x" * 90, "x") == "x" * LONGEST


@pytest.mark.django_db
def test_the_next_one_gets_a_number():
    made = [insert(Organisation(), "Verein") for _each in range(3)]
    assert [one.slug for one in made] == ["verein", "verein-2", "verein-3"]
    assert insert(Organisation(), "جمعية").slug == "organisation"
    assert len(insert(Organisation(), "x" * 90).slug) <= LONGEST
    assert len(insert(Organisation(), "x" * 90).slug) <= LONGEST


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_one_each():
    found = at_once(8, lambda: insert(Organisation(), "Verein").slug)
    assert sorted(found) == ["verein", *(f"verein-{number}" for number in range(2, 9))]


@pytest.mark.django_db
def test_what_is_wrong_with_the_row_itself_is_said():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        insert_with_slug(Organisation(name=None), "Verein")


def insert(row: Organisation, title: str) -> Organisation:
    row.name = title
    insert_with_slug(row, title)
    return row
