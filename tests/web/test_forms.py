import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from email_validator import SPECIAL_USE_DOMAIN_NAMES
from hypothesis import example, given
from hypothesis import strategies as st

from web.forms import (
    AddressField,
    CleanCharField,
    MomentField,
    SpeakingForm,
    WebAddressField,
    _plain_address,
    same_fields_for_all,
)


def test_bidi_overrides_vanish():
    assert CleanCharField().clean("Ay\u202eşe \u2066Öz\u2069türk ") == "Ayşe Öztürk"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7f", "a\ud800"])
def test_control_characters_are_refused(text):
    with pytest.raises(ValidationError) as refusal:
        CleanCharField().clean(text)
    assert refusal.value.code == "control_characters"


def test_a_web_address_is_asked_for_in_words_of_our_own():
    """The German ones of a library that the admin's programs bring say "du"."""
    field = WebAddressField()
    assert field.clean("example.org/a") == "https://example.org/a"
    with translation.override("de"), pytest.raises(ValidationError) as refusal:
        field.clean("no link")
    assert refusal.value.messages == [
        "Geben Sie eine Internetadresse wie https://example.org/ ein."
    ]


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


NAMES = st.from_regex(r"[A-Za-z0-9_+.-]{1,66}", fullmatch=True) | st.sampled_from(
    ["info", "Postmaster", "a", "a..b", ".a", "a.", "a!b", "ü"]
)
LABELS = st.from_regex(r"[A-Za-z0-9-]{1,65}", fullmatch=True) | st.sampled_from(
    ["", "xn--mnchen-3ya", "ab--c", "münchen", "a_b", "1", *SPECIAL_USE_DOMAIN_NAMES]
)
ENDS = st.sampled_from(["de", "ORG", "test", "local", "localhost", "onion", "4", "a1", "c-", ""])
DOMAINS = st.builds(
    lambda labels, end: ".".join([*labels, end]), st.lists(LABELS, max_size=4), ENDS
)


@given(name=NAMES, domain=DOMAINS)
@example(name="Info", domain="Example.org")
@example(name="Ada", domain="Example.ORG")
@example(name="a" * 65, domain="example.org")
@example(name="a", domain="b" * 63 + ".de")
@example(name="a", domain="b" * 64 + ".de")
@example(name="a", domain="ab--c.de")
def test_what_is_plain_is_checked_as_the_library_would(name, domain):
    """The short way never takes what the library refuses, nor writes it otherwise."""
    text = f"{name}@{domain}"
    if len(text) <= 254 and (plain := _plain_address(text)):
        assert plain == AddressField()._checked(text)


def test_nearly_every_address_is_plain():
    for typed in ("Ada.Beispiel+1@Mail.Example.ORG", "a_b-c@gmx.de", "x@1und1.de"):
        assert _plain_address(typed)


def test_forms_that_share_their_fields_clean_as_django_does():
    class Form(forms.Form):
        name = CleanCharField(max_length=5)
        email = AddressField()
        number = forms.IntegerField(required=False)
        agreed = forms.BooleanField()

        def clean_name(self):
            if self.cleaned_data["name"] == "www":
                raise ValidationError("No address, please.", code="no_name")
            return self.cleaned_data["name"].upper()

    class Sharing(Form):
        pass

    sharing = same_fields_for_all(Sharing)
    for sent in (
        {},
        {"name": "Ada", "email": "a@example.org", "agreed": "on", "number": "7"},
        {"name": "www", "email": "a", "agreed": "false", "number": "x"},
        {"name": "too long", "email": "a@b", "number": ""},
    ):
        for prefix in (None, "their"):
            data = {f"{prefix}-{name}" if prefix else name: sent[name] for name in sent}
            ours, djangos = sharing(data, prefix=prefix), Form(data, prefix=prefix)
            assert ours.errors.get_json_data() == djangos.errors.get_json_data()
            assert ours.cleaned_data == djangos.cleaned_data


def test_fields_that_have_to_be_bound_are_not_shared():
    class WithDisabled(forms.Form):
        name = forms.CharField(disabled=True)

    class WithFile(forms.Form):
        file = forms.FileField()

    for form in (WithDisabled, WithFile):
        with pytest.raises(TypeError):
            same_fields_for_all(form)


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


class TestSpeakingForm:
    class Form(SpeakingForm):
        name = CleanCharField(label="Titel, auf Deutsch")
        number = forms.IntegerField(error_messages={"required": "Eine Zahl, bitte."})

    def test_it_names_what_is_still_empty(self):
        assert self.Form({"number": "5"}).errors["name"] == ["Es fehlt noch: Titel, auf Deutsch"]

    def test_better_words_of_the_form_itself_stay(self):
        assert self.Form({"name": "x"}).errors["number"] == ["Eine Zahl, bitte."]

    def test_other_errors_stay(self):
        form = self.Form({"name": "x", "number": "viele"})
        assert form.errors["number"] == ["Bitte eine ganze Zahl eingeben."]


@pytest.mark.parametrize(
    ("typed", "is_good"),
    [("2027-05-08T10:00", True), ("1306-09-29T23:50", False), ("2200-01-01T00:00", False)],
)
def test_a_slip_in_the_year_is_noticed(typed, is_good):
    class Form(forms.Form):
        at = MomentField()

    assert Form({"at": typed}).is_valid() is is_good
