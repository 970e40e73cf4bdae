"""Districts are told so seldom that nobody can watch where the one lives who just signed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from petitions import services
from petitions.models import Petition, Signature, SignatureScan
from petitions.services.districts import PUBLISHED_APART, publish_districts
from tests.factories import PetitionFactory, SignatureFactory
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
DATA = "/de/petitions/wahlrecht/data/"
AREAS = "/api/v1/petitions/wahlrecht/areas/"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def sign(petition: Petition, times: int, district: str) -> None:
    SignatureFactory.create_batch(times, petition=petition, district=district)


def told(petition: Petition) -> dict[str, int]:
    return dict(services.published_districts(petition).numbers.shown)


def changed_and_counted() -> None:
    """As the fold notes it, and the scan that follows."""
    for one in SignatureScan.objects.all():
        services.note_change(one.pk)
    services.scan()


def public() -> list[str]:
    """All that anybody is told of districts, in each way there is."""
    client = Client()
    page = client.get(DATA).text
    main = page[page.index("<main") : page.index("</main>")]
    return [
        main,
        client.get(f"{DATA}signatures-per-district.csv").text,
        client.get(f"{DATA}signatures-per-district.json").text,
        json.dumps(client.get(AREAS).json()),
    ]


def test_the_next_signature_is_in_no_district_before_the_day_is_over(petition):
    sign(petition, 9, "Eving")
    sign(petition, 9, "Hörde")
    with at(NOON):
        services.scan()
        before = public()
        assert all("Eving" in one for one in before)
    sign(petition, 1, "Hörde")
    for later in (timedelta(minutes=2), timedelta(hours=23, minutes=58)):
        with at(NOON + later):
            changed_and_counted()
            assert dict(services.figures_of(petition).districts.shown)["Hörde"] == 10
            assert public() == before


def test_nor_after_it_as_long_as_it_is_one_of_few(petition):
    sign(petition, 9, "Hörde")
    with at(NOON):
        services.scan()
    sign(petition, 4, "Hörde")
    with at(NOON + PUBLISHED_APART):
        changed_and_counted()
        assert told(petition) == {"Hörde": 9}
        assert services.published_districts(petition).at == NOON
    sign(petition, 1, "Hörde")
    with at(NOON + PUBLISHED_APART * 2):
        changed_and_counted()
        assert told(petition) == {"Hörde": 14}
        assert services.published_districts(petition).at == NOON + PUBLISHED_APART * 2


def test_what_changed_in_time_is_told_although_nobody_signs_any_more(petition):
    with at(NOON):
        sign(petition, 9, "Hörde")
        services.scan()
    with at(NOON + timedelta(hours=1)):
        sign(petition, 5, "Eving")
        changed_and_counted()
    with at(NOON + timedelta(hours=2)):
        services.scan()
    with at(NOON + PUBLISHED_APART):
        assert services.scan() == 0
        assert told(petition) == {"Hörde": 9, "Eving": 5}


def test_who_leaves_changes_as_much_as_who_comes(petition):
    sign(petition, 9, "Hörde")
    sign(petition, 9, "Eving")
    with at(NOON):
        services.scan()
    gone = Signature.objects.filter(district="Eving").values("pk")[:3]
    Signature.objects.filter(pk__in=gone).update(district="Hörde")
    with at(NOON + PUBLISHED_APART):
        changed_and_counted()
    assert told(petition) == {"Hörde": 12, "Eving": 6}


def test_the_first_four_are_told_to_nobody(petition):
    sign(petition, 4, "Hörde")
    services.scan()
    found = services.published_districts(petition)
    assert (found.at, found.numbers.total) == (None, 0)
    sign(petition, 1, "Hörde")
    SignatureScan.objects.update(scanned_at=NOON)
    changed_and_counted()
    assert told(petition) == {"Hörde": 5}


@pytest.mark.parametrize("petitions", [1, 3])
def test_two_queries_to_look_whether_it_is_time(petition, petitions, django_assert_num_queries):
    for number in range(1, petitions):
        PetitionFactory(slug=f"p{number}")
    for one in Petition.objects.all():
        sign(one, 4, "Hörde")
    services.scan()
    with django_assert_num_queries(2):
        assert publish_districts() == 0


def test_a_petition_keeps_to_its_own_day(petition):
    other = PetitionFactory(slug="anders")
    sign(petition, 9, "Hörde")
    with at(NOON):
        services.scan()
    sign(petition, 9, "Hörde")
    sign(other, 9, "Eving")
    with at(NOON + timedelta(hours=2)):
        changed_and_counted()
    assert (told(petition), told(other)) == ({"Hörde": 9}, {"Eving": 9})


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_publishes(petition):
    sign(petition, 9, "Hörde")
    services.scan()
    SignatureScan.objects.update(districts_published_at=None, districts_published=None)
    assert sorted(at_once(4, publish_districts)) == [0, 0, 0, 1]
