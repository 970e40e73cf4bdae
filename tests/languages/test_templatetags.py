from types import SimpleNamespace

from django.template import Context, Template
from django.utils.translation import override


def rendered(language, text):
    template = Template(
        "{% load languages %}<p {% text_attributes text %}>"
        "{{ text|is_fallback|yesno:'yes,no' }}</p>"
    )
    with override(language):
        return template.render(Context({"text": text}))


def test_a_text_in_another_language_is_marked():
    german = SimpleNamespace(language="de")
    assert rendered("ar", german) == '<p lang="de" dir="ltr">yes</p>'


def test_a_text_in_the_page_s_language_needs_no_mark():
    assert rendered("ar", SimpleNamespace(language="ar")) == "<p >no</p>"


def test_no_text_no_mark():
    assert rendered("ar", None) == "<p >no</p>"
