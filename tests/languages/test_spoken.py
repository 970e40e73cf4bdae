"""The languages people speak, whether pages are written in them or not."""

from django.conf import settings

from languages.services import SPOKEN, direction, endonym


def test_shipped_languages_come_first_and_keep_their_names():
    assert list(SPOKEN.items())[: len(settings.LANGUAGES)] == settings.LANGUAGES


def test_names_are_in_the_languages_themselves():
    assert endonym("uk") == "Українська"
    assert endonym("fa") == "فارسی"
    assert direction("ps") == "rtl"
    assert endonym("xx") == "xx"
