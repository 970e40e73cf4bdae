import pytest
from django import forms
from django.core.exceptions import ValidationError

from web.forms import AddressField, CleanCharField, same_fields_for_all


def test_bidi_overrides_vanish():
    assert CleanCharField().clean("Ay\u202eşe \u2066Öz\u2069türk ") == "Ayşe Öztürk"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7f", "a\ud800"])
def test_control_characters_are_refused(text):
    with pytest.raises(ValidationError) as refusal:
        CleanCharField().clean(text)
    assert refusal.value.code == "control_characters"


def test_lines_and_texts():
    assert CleanCharField().clean("a\nb") == "a b"
    assert CleanCharField(multiline=True).clean("a\r\nb") == "a\nb"


def test_length_is_measured_after_cleaning():
    assert CleanCharField(max_length=2).clean(" a\u202eb ") == "ab"
    with pytest.raises(ValidationError):
        CleanCharField(max_length=2).clean("abc")


def test_nothing_visible_is_nothing():
    with pytest.raises(ValidationError) as refusal:
        CleanCharField().clean("\u202e \u2066")
    assert refusal.value.code == "required"
    assert CleanCharField(required=False).clean(None) == ""


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Ayse@Example.ORG", "Ayse@example.org"),
        (" ayse @example.org\u202c", "ayse@example.org"),
        ("o'brien+x@example.org", "o'brien+x@example.org"),
        ("a@münchen.de", "a@münchen.de"),
        ("a@xn--mnchen-3ya.de", "a@münchen.de"),
        ("a@b.test", "a@b.test"),
    ],
)
def test_addresses(typed, address):
    assert AddressField().clean(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "a",
        "a@",
        "@b.de",
        "a@b",
        "a@localhost",
        "a@b..de",
        "a@b.de,c@d.de",
        "a@b.de\nBcc:c@d.de",
        '"a b"@c.de',
        "a@[192.0.2.1]",
        "ü@b.de",
        "Ayse <a@b.de>",
        "a\x00@b.de\x00",
        "a" * 65 + "@b.de",
        "a@" + "b" * 250 + ".de",
    ],
)
def test_what_is_no_address(typed):
    with pytest.raises(ValidationError):
        AddressField().clean(typed)


def test_forms_that_share_their_fields_share_nothing_else():
    @same_fields_for_all
    class NameForm(forms.Form):
        name = CleanCharField(label="Name")

    good, bad, empty = NameForm({"name": "Ada"}), NameForm({"name": ""}), NameForm()
    assert good.is_valid()
    assert not bad.is_valid()
    assert good.fields["name"] is bad.fields["name"]
    assert 'value="Ada"' in str(good["name"])
    assert "Ada" not in str(empty["name"]) + str(bad["name"])
    assert not empty.errors
