"""The catalogue tool: what it finds in code and templates, and what it complains of."""

import pytest
from babel.messages.catalog import Catalog

from scripts import catalogues

TEMPLATE = """{% load i18n %}
    <p>{% translate "It's 100%" %} isn't it
  {% blocktranslate trimmed count n=n %}
        One voice
      {% plural %}
    {{ n }} voices
  {% endblocktranslate %}
 <b>{% translate "Sign" context "verb" %}</b>{{ _("Inline") }}
"""


def test_messages_are_found_in_templates(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(TEMPLATE)
    found = {(message, context) for _, message, _, context in catalogues.messages_in(path)}
    assert found == {
        ("It's 100%%", None),
        (("One voice", "%(n)s voices"), None),
        ("Sign", "verb"),
        ("Inline", None),
    }


def test_messages_are_found_in_python(tmp_path):
    path = tmp_path / "code.py"
    path.write_text('_("One"); gettext_lazy("Two"); ngettext("voice", "voices", 2); print("no")')
    found = {message for _, message, _, _ in catalogues.messages_in(path)}
    assert found == {"One", "Two", ("voice", "voices")}


@pytest.fixture
def two_messages(tmp_path, monkeypatch):
    """A project that asks for two messages, with catalogues in a folder of its own."""
    template = Catalog()
    template.add("Hello %(name)s")
    template.add(("one voice", "%(n)s voices"))
    monkeypatch.setattr(catalogues, "extract_messages", lambda: template)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    catalogues.update()
    return tmp_path


def change(language, old, new):
    path = catalogues.po_path(language)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def translate_all(two_messages):
    for language, forms in (("de", 2), ("tr", 2), ("ar", 6)):
        change(language, 'name)s"\nmsgstr ""', 'name)s"\nmsgstr "x %(name)s"')
        for form in range(forms):
            change(language, f'msgstr[{form}] ""', f'msgstr[{form}] "%(n)s x"')


def test_a_new_message_is_reported_until_it_is_translated(two_messages):
    assert "de: not translated: 'Hello %(name)s'" in catalogues.problems()
    translate_all(two_messages)
    assert catalogues.problems() == []


def test_what_is_translated_survives_an_update(two_messages):
    translate_all(two_messages)
    before = {language: catalogues.po_path(language).read_text() for language in ("de", "ar")}
    catalogues.update()
    assert before == {name: catalogues.po_path(name).read_text() for name in before}


def test_another_placeholder_is_reported(two_messages):
    translate_all(two_messages)
    change("tr", "x %(name)s", "x %(nmae)s")
    assert any(problem.startswith("tr: placeholders differ") for problem in catalogues.problems())


def test_fuzzy_missing_and_unused_messages_are_reported(two_messages):
    translate_all(two_messages)
    change("de", 'msgid "Hello', '#, fuzzy\nmsgid "Hello')
    change("ar", 'msgid "Hello', 'msgid "Goodbye')
    kinds = {
        problem.split(": ")[0] + ": " + problem.split(": ")[1] for problem in catalogues.problems()
    }
    assert kinds == {"de: fuzzy", "ar: missing", "ar: no longer used (no context)"}


def test_a_sentence_said_in_two_ways_is_reported(two_messages):
    catalogues.extract_messages().add("Hi %(name)s")
    catalogues.extract_messages().add("hello, %(name)s")
    catalogues.update()
    translate_all(two_messages)
    change("ar", 'Hi %(name)s"\nmsgstr "x', 'Hi %(name)s"\nmsgstr "y')
    assert catalogues.problems() == []
    change("ar", "y %(name)s", "x %(name)s")
    assert catalogues.problems() == ["en: said twice: 'Hello %(name)s' and 'Hi %(name)s'"]


def test_compiled_catalogues_are_read_by_gettext(two_messages):
    import gettext

    translate_all(two_messages)
    catalogues.compile_catalogues()
    with catalogues.po_path("ar").with_suffix(".mo").open("rb") as file:
        arabic = gettext.GNUTranslations(file)
    assert arabic.gettext("Hello %(name)s") == "x %(name)s"
    assert arabic.ngettext("one voice", "%(n)s voices", 11) == "%(n)s x"
