import unicodedata

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from web.text import (
    BIDI_CONTROLS,
    CONTROLS,
    capitalised,
    clean_line,
    clean_text,
    has_control_characters,
)

# Surrogates too: JSON may carry them, and no database takes them.
anything = st.text(alphabet=st.characters(exclude_categories=()))


@given(anything)
def test_a_line_is_clean_for_good(text):
    line = clean_line(text)
    assert clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert not BIDI_CONTROLS.search(line)
    assert not CONTROLS.search(line)
    line.encode()


@given(anything)
def test_a_text_is_clean_for_good(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not BIDI_CONTROLS.search(cleaned)
    assert not has_control_characters(cleaned)
    assert "\r" not in cleaned
    assert "\n\n\n" not in cleaned
    cleaned.encode()


@given(st.text(alphabet=st.characters(categories=["L", "Nd"])))
def test_letters_stay(text):
    assert clean_line(text) == clean_text(text) == unicodedata.normalize("NFC", text)


def test_names_stay_themselves():
    # ZWNJ belongs to Persian words, apostrophe and hyphen to names.
    for name in ("Ayşe Öztürk-Şahin", "O’Brien", "می\u200cخواهم", "عائشة", "Đặng Thị"):
        assert clean_line(name) == unicodedata.normalize("NFC", name)


def test_lines():
    assert clean_text(" a \r\nb\x0bc\n\n\n\nd\u202e ") == "a\nb\nc\n\nd"
    assert clean_line(" a\t\n b\u2066\x00 ") == "a b"


def test_a_capital_begins_as_the_language_writes_it():
    with override("tr"):
        assert capitalised("iptal edildi") == "İptal edildi"
    with override("de"):
        assert capitalised("in einem Satz") == "In einem Satz"
        assert capitalised("") == ""
