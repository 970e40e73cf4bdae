from types import SimpleNamespace

import pytest

from languages.services import LANGUAGES, direction, endonym, pick


def texts(*languages):
    return [SimpleNamespace(language=language) for language in languages]


def test_the_wanted_language_comes_first():
    assert pick(texts("de", "tr", "ar"), "tr").language == "tr"


def test_german_stands_in_for_what_is_missing():
    assert pick(texts("ar", "de"), "tr").language == "de"


def test_never_one_migrant_language_for_another():
    assert pick(texts("ar", "en"), "tr") is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("ar", "rtl"), ("fa", "rtl"), ("ckb", "rtl"), ("de", "ltr"), ("tr", "ltr")],
)
def test_direction(code, expected):
    assert direction(code) == expected


def test_shipped_languages_know_their_own_names():
    assert {language.code: language.endonym for language in LANGUAGES} == {
        "de": "Deutsch",
        "en": "English",
        "tr": "Türkçe",
        "ar": "العربية",
    }
    assert endonym("xx") == "xx"
