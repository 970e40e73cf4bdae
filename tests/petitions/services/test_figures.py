"""What viewers get of the figures: the same queries however much there is, and nobody found."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from petitions import services
from petitions.models import PetitionDay
from petitions.services import scanning_statements
from petitions.services.figures import OTHER_SOURCES, DayFigure
from tests.factories import SignatureFactory

pytestmark = pytest.mark.django_db


def sign_from(petition, source: str, times: int, **more) -> None:
    SignatureFactory.create_batch(times, petition=petition, source=source, **more)


def test_before_the_first_count_there_is_nothing(petition):
    figures = services.figures_of(petition)
    assert (figures.at, figures.is_final, figures.confirmed, figures.days) == (None, False, 0, ())
    assert figures.sources.shown == ()


@pytest.mark.parametrize("sources", [1, 3])
def test_two_queries_however_many_sources(petition, sources, django_assert_num_queries):
    for number in range(sources):
        sign_from(petition, f"s{number}", 5)
    services.scan()
    with django_assert_num_queries(2):
        figures = services.figures_of(petition)
    assert len(figures.sources.shown) == sources


def test_small_cells_are_withheld_in_every_breakdown_of_people(petition):
    sign_from(petition, "flyer", 9, district="Eving")
    sign_from(petition, "verein", 6, district="Hörde")
    sign_from(petition, "moschee", 1, language="tr")
    services.scan()
    figures = services.figures_of(petition)
    assert figures.confirmed == 16
    assert (figures.sources.shown, figures.sources.withheld) == ((("flyer", 9),), 7)
    assert (figures.districts.shown, figures.districts.withheld) == ((("Eving", 9),), 7)
    # The other language would tell the one who signed in Turkish.
    assert (figures.languages.shown, figures.languages.withheld) == ((), 16)


def test_others_are_a_source_of_their_own(petition, monkeypatch):
    monkeypatch.setattr(scanning_statements, "SOURCES_TOLD_APART", 2)
    sign_from(petition, "", 5)
    for number in range(6):
        sign_from(petition, f"s{number}", 1 if number else 8)
    services.scan()
    assert services.figures_of(petition).sources.shown == (
        ("s0", 8), ("", 5), (OTHER_SOURCES, 5)
    )  # fmt: skip


def test_states_and_days(petition, confirmed):
    yesterday = timezone.now() - timedelta(days=1)
    SignatureFactory.create_batch(2, petition=petition, state="pending", signed_at=yesterday)
    SignatureFactory(petition=petition, state="invalidated", signed_at=yesterday)
    SignatureFactory(
        petition=petition, state="withdrawn", signed_at=yesterday, withdrawn_at=timezone.now()
    )
    services.scan()
    figures = services.figures_of(petition)
    assert (figures.signed, figures.confirmed, figures.pending) == (5, 1, 2)
    assert (figures.withdrawn, figures.invalidated) == (1, 1)
    today = timezone.localdate()
    assert figures.days == (
        DayFigure(today - timedelta(days=1), signed=4, confirmed=0),
        DayFigure(today, signed=1, confirmed=1),
    )


@time_machine.travel("2026-11-20 12:00+01:00")
def test_a_day_on_which_more_withdrew_is_negative(petition):
    PetitionDay.objects.create(petition=petition, day="2026-11-19", confirmed=-2)
    assert services.figures_of(petition).days == (DayFigure(date(2026, 11, 19), 0, -2),)


def test_they_stay_when_they_are_final(petition, confirmed):
    services.hand_over(petition)
    services.scan()
    petition.signatures.all().delete()
    figures = services.figures_of(petition)
    assert figures.is_final
    assert (figures.confirmed, figures.signed) == (1, 1)
