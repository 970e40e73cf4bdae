import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from web import search as web_search
from web.models import SearchEntry
from web.search import index_entry, normalise, remove_entry, search


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Işık", "isik"),
        ("Łódź", "lodz"),
        ("أحمد", "احمد"),
        ("إدارة", "اداره"),
        ("مدرسة", "مدرسه"),
        ("مـــرحبا", "مَرْحَبًا"),
        ("مستشفى", "مستشفي"),
        ("١٢٣", "123"),
        ("Wo ich lebe,  will ich »wählen«", "wo ich lebe will ich wahlen"),
        ("ﬁn", "fin"),
    ],
)
def test_what_is_the_same_to_a_reader(one, other):
    assert normalise(one) == normalise(other)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet=st.characters(categories=["L"])))
def test_case_does_not_matter(text):
    assert normalise(text.casefold()) == normalise(text)


@given(st.text())
def test_no_query_breaks_the_match_syntax(text):
    assert '"' not in normalise(text)


@pytest.fixture
def shelf(db):
    def put(key, language, title, body=""):
        index_entry("p", key, language, title=title, body=body, url_name="x", url_args={"k": key})

    put("1", "de", "Kommunales Wahlrecht für alle", "Wo ich lebe, will ich wählen.")
    put("1", "tr", "Herkese yerel seçim hakkı")
    put("2", "de", "Gegen rechts", "Kein Wahlrecht ohne Bildung in der Münsterstraße")
    put("3", "de", "Ämter öffnen")
    put("4", "ar", "حق الانتخاب المحلي")
    return put


def titles(query, language="de", limit=20):
    return [entry.title for entry in search(query, language, limit)]


def test_titles_come_before_bodies(shelf):
    assert titles("WAHLRECHT") == ["Kommunales Wahlrecht für alle", "Gegen rechts"]


def test_every_word_must_stand_somewhere(shelf):
    assert titles("wahlrecht bildung") == ["Gegen rechts"]
    assert titles("wahlrecht hafen") == []


def test_parts_of_words_are_found(shelf):
    assert titles("ahlrech") == titles("wahlrecht")
    assert titles("strasse") == ["Gegen rechts"]


def test_short_words_are_found(shelf):
    assert titles("ä") == titles("a") != []
    assert titles("mt") == ["Ämter öffnen"]
    assert titles("wo ich wahlrecht") == ["Kommunales Wahlrecht für alle"]


def test_german_is_found_and_shown_in_the_readers_language(shelf):
    found = search("wahlrecht", "tr")
    assert [(entry.language, entry.title) for entry in found] == [
        ("tr", "Herkese yerel seçim hakkı"),
        ("de", "Gegen rechts"),
    ]
    assert titles("SEÇİM", "tr") == ["Herkese yerel seçim hakkı"]


def test_no_other_language_is_shown(shelf):
    assert titles("seçim", "ar") == []
    assert titles("الإنتخاب", "ar") == ["حق الانتخاب المحلي"]
    assert titles("الانتخاب", "de") == []


def test_an_entry_is_renewed(shelf):
    shelf("3", "de", "Neues")
    assert titles("ämter") == []
    assert titles("neues") == ["Neues"]
    assert SearchEntry.objects.filter(key="3").count() == 1


def test_what_was_removed_is_not_found(shelf):
    remove_entry("p", "1", "tr")
    assert titles("seçim", "tr") == []
    assert titles("kommunales") != []
    remove_entry("p", "1")
    assert titles("kommunales") == []


@pytest.mark.parametrize(
    "query", ["", "   ", "\x00", '"', "a OR b", "wahl*", "NEAR(x", "%", "_", "ä" * 5000, "-", "'"]
)
def test_strange_queries_do_no_harm(shelf, query):
    assert isinstance(search(query, "de"), list)


def test_percent_is_no_wildcard(shelf):
    assert titles("%") == []


def test_the_limit_holds(shelf):
    assert len(titles("wahlrecht", limit=1)) == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow(shelf, rows, django_assert_num_queries):
    for n in range(rows):
        shelf(f"w{n}", "de", f"Wahlrecht {n}")
    search("wahlrecht", "tr")
    with django_assert_num_queries(2):
        search("wahlrecht", "tr")


def test_it_works_without_the_trigram_table(shelf, monkeypatch):
    monkeypatch.setattr(web_search, "_has_fts", lambda: False)
    assert titles("wahlrecht bildung") == ["Gegen rechts"]


def test_the_index_exists(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert web_search._has_fts()
        else:
            cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'web_searchentry_trigrams'")
            assert cursor.fetchone()
