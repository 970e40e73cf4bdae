"""The figures of a petition as charts: named in the reader's language, ended when it has."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from petitions import services
from petitions.charts import charts_of
from petitions.models import PetitionDay
from tests.factories import SignatureFactory
from web.charts import shares

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(petition):
    today = timezone.localdate()
    for days in range(1, 9):
        PetitionDay.objects.create(
            petition=petition, day=today - timedelta(days=days), confirmed=4
        )
    SignatureFactory.create_batch(9, petition=petition, source="flyer", district="Eving")
    SignatureFactory.create_batch(6, petition=petition, language="tr")
    services.scan()
    return petition


def test_each_breakdown_has_its_names(grown, django_assert_num_queries):
    figures = services.figures_of(grown)
    with override("en"), django_assert_num_queries(0):
        charts = charts_of(grown, figures)
    assert [row.label for row in charts.sources.rows] == ["flyer", "Without a link"]
    assert [row.label for row in charts.districts.rows] == ["Eving", "Elsewhere, or not known"]
    assert [row.label for row in charts.languages.rows] == ["Deutsch", "Türkçe"]
    assert [row.count for row in charts.states.rows] == [15, 0, 0, 0]
    assert charts.course.total == 32
    assert charts.course.forecast


def test_a_closed_petition_has_no_forecast(grown):
    services.close(grown)
    chart = charts_of(grown, services.figures_of(grown)).course
    assert chart.forecast is None
    assert chart.last == timezone.localdate()


def test_the_forecast_ends_on_the_last_day_for_signing(grown):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    grown.closes_at = midnight + timedelta(days=3)
    chart = charts_of(grown, services.figures_of(grown)).course
    assert chart.forecast.until == timezone.localdate() + timedelta(days=2)


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_they_can_be_drawn_in_every_language(grown, language):
    with override(language):
        charts = charts_of(grown, services.figures_of(grown))
        page = render_to_string("components/course_chart.html", {"chart": charts.course})
    assert page.count("<table") == 1
    assert page.count("<title ") == page.count("<desc ") == 2
    # Places in a drawing are numbers with a point, whatever the language writes.
    assert not [part for part in page.split(' d="')[1:] if "," in part.split('"')[0]]


def test_names_that_somebody_made_up_are_only_text():
    chart = shares([("<b>x</b>", 1200)])
    with override("de"):
        page = render_to_string(
            "components/share_bars.html", {"chart": chart, "title": "T", "heading": "H"}
        )
    assert "<bdi>&lt;b&gt;x&lt;/b&gt;</bdi>" in page
    assert "1.200" in page
    assert 'd="M0 0h100.0v1H0Z"' in page
