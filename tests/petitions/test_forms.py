"""The five fields and what they make of what is typed."""

import pytest

from petitions.consents import NEWS, SHOW_NAME, SIGNING
from petitions.forms import SignForm

TYPED = {
    "given_name": "Ayşe",
    "family_name": "Yılmaz",
    "email": "ayse@example.org",
    "postcode": "44137",
    "consent_signing": "on",
}


@pytest.mark.parametrize("field", TYPED)
def test_all_five_are_needed(field):
    form = SignForm(TYPED | {field: ""})
    assert list(form.errors) == [field]


def test_no_box_is_ticked_beforehand():
    html = SignForm().as_p()
    assert html.count('type="checkbox"') == 3
    assert "checked" not in html


@pytest.mark.parametrize(
    "name",
    [
        "Ayşe-Nur",
        "O'Neill",
        "von der Leyen-Öz",
        "J. R.",
        "J.Peter",
        "St.John",
        "a.d.Heide",
        "عائشة بنت أبي بكر",
        "Đặng",
        "Łukasz",
        "Ng",
        "毛",
    ],
)
def test_names_of_people(name):
    form = SignForm(TYPED | {"family_name": name})
    assert form.is_valid(), form.errors
    assert form.details().family_name == name


@pytest.mark.parametrize(
    "name",
    ["https://evil.example", "www.evil", "Evil.com", "evil.example/x", "a@b", "<b>", "Hi: call"],
)
def test_a_name_carries_no_message_into_the_mail(name):
    assert "given_name" in SignForm(TYPED | {"given_name": name}).errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("44137", "44137"),
        (" 44137 ", "44137"),
        ("٤٤١٣٧", "44137"),
        ("sw1a 1aa", "SW1A 1AA"),
        ("1011 AB", "1011 AB"),
    ],
)
def test_postcodes(typed, kept):
    form = SignForm(TYPED | {"postcode": typed})
    assert form.is_valid(), form.errors
    assert form.details().postcode == kept


@pytest.mark.parametrize("typed", ["4413", "12", "44137-Dortmund", "½½½½½", "-----"])
def test_what_is_no_postcode(typed):
    if typed == "4413":
        assert SignForm(TYPED | {"postcode": typed}).is_valid()  # Austria and Switzerland
    else:
        assert "postcode" in SignForm(TYPED | {"postcode": typed}).errors


def test_each_ticked_box_comes_with_its_sentence():
    form = SignForm(TYPED | {"consent_news": "on"})
    assert form.is_valid()
    given = form.details().consents
    assert set(given) == {SIGNING, NEWS}
    assert given[SIGNING] == str(form.fields["consent_signing"].label)
    assert SHOW_NAME not in given
