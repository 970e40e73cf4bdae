"""The table of districts, below everybody who needs it."""

from web.districts import district_of, districts


def test_a_postcode_has_its_district():
    assert district_of("44145") == "Innenstadt-Nord"
    assert district_of("10115") == ""
    assert district_of("") == ""


def test_dortmund_has_twelve_districts_each_once():
    assert len(districts()) == len(set(districts())) == 12
    assert list(districts()) == sorted(districts())
