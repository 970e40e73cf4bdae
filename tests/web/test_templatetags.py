import datetime
from decimal import Decimal

import pytest
from django.template import Context, engines
from django.utils import translation

from web.templatetags.mitstimme import (
    active,
    icon,
    in_language,
    moment_in_language,
    number,
    url_in,
)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "1.234"), ("en", "1,234"), ("tr", "1.234"), ("ar", "1.234")]
)
def test_numbers_are_grouped_with_latin_digits(language, text):
    with translation.override(language):
        assert number(1234) == text


def test_what_is_no_number_stays():
    assert number("x") == "x"
    assert number(None) is None
    assert number(Decimal("1234.5")) == "1.234,5"


def test_dates():
    with translation.override("de"):
        assert in_language(datetime.date(2025, 9, 14)) == "14. September 2025"
        late = datetime.datetime(2025, 9, 13, 23, 30, tzinfo=datetime.UTC)
        assert in_language(late) == "14. September 2025"
    assert in_language(None) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "14. September 2025, 01:30"),
        ("tr", "14 Eylül 2025, 01:30"),
        ("ar", "14 سبتمبر، 2025، 1:30 ص"),
    ],
)
def test_moments(language, text):
    late = datetime.datetime(2025, 9, 13, 23, 30, tzinfo=datetime.UTC)
    with translation.override(language):
        assert moment_in_language(late) == text
        assert moment_in_language(None) == ""


def test_icons():
    assert 'aria-hidden="true"' in icon("share")
    assert "icons/sprite.svg#share" in icon("share")
    assert 'aria-label="&lt;Share&gt;"' in icon("share", "<Share>")


def test_markdown():
    template = engines["django"].from_string("{% load mitstimme %}{{ text|markdown }}")
    assert template.render({"text": "**a**"}) == "<p><strong>a</strong></p>\n"
    assert template.render({"text": None}) == ""


def test_the_way_around(client):
    said = client.get("/de/shop/around/7/?q=a+b&from=x").content.decode().split("|")
    assert said == [
        "/tr/shop/around/7/?q=a+b",
        "/ar/shop/around/7/?q=a+b&amp;from=x",
        'aria-current="page"',
        'aria-current="true"',
        "",
    ]


def test_error_pages_lead_home(rf):
    assert url_in(Context({"request": rf.get("/nowhere")}), "tr") == "/tr/"
    assert url_in(Context({}), "ar") == "/ar/"
    assert active(Context({"request": rf.get("/nowhere")}), "shop:") == ""
