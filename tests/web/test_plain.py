import pytest

from web.plain import render_plain

BASE = "https://mitstimme.example"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("# Ja\n\nEin **Satz**\nweiter.", "Ja\n\nEin Satz weiter."),
        ("- a\n- b\n  - c\n\n1. x\n2. y", "- a\n- b\n  - c\n1. x\n2. y"),
        ("3. x\n4. y", "3. x\n4. y"),
        ("> q\n\nz", "> q\n\nz"),
        ("a  \nb", "a\nb"),
        ("a\n\n---\n\nb", "a\n\n---\n\nb"),
        ("`c` und\n\n    code\n", "c und\n\ncode"),
        ("|a|b|\n|-|-|\n|c|d|", "a | b\nc | d"),
        ("[l](/de/x/)", f"l ({BASE}/de/x/)"),
        ("[l](https://e.example/)", "l (https://e.example/)"),
        ("<https://e.example/>", "https://e.example/"),
        ("[m](mailto:a@b.example)", "m (a@b.example)"),
        ("[j](javascript:x)", "[j](javascript:x)"),
        ("<b>x</b>", "<b>x</b>"),
        ("", ""),
    ],
)
def test_what_is_left_of_the_marks(written, said):
    assert render_plain(written, base=BASE) == said
