"""When a translation has fallen behind its German source."""

import pytest

from campaigns.models import CampaignText
from languages.models import fingerprint, follow_source, words_of


def texts(**titles: str) -> dict[str, CampaignText]:
    return {
        language: CampaignText(language=language, title=title, summary="Kurz")
        for language, title in titles.items()
    }


@pytest.fixture
def written() -> dict[str, CampaignText]:
    found = texts(de="Wahlrecht", en="Vote", tr="Oy")
    follow_source(found.values(), touched=found)
    return found


def test_what_a_reader_reads():
    words = {"title": "Wahlrecht", "summary": "Kurz", "story": ""}
    assert words_of(texts(de="Wahlrecht")["de"]) == words
    assert fingerprint(words) == fingerprint({"summary": "Kurz", "title": "Wahlrecht"})
    assert fingerprint(words) != fingerprint({"summary": "Wahlrecht", "title": "Kurz"})


def test_a_changed_source_leaves_the_untouched_behind(written):
    written["de"].title = "Wählen"
    changed = follow_source(written.values(), touched={"de", "en"})
    assert {text.language: text.status for text in changed} == {
        "de": "reviewed",
        "en": "reviewed",
        "tr": "stale",
    }


def test_nothing_changed(written):
    assert follow_source(written.values(), touched={"de"}) == []


def test_without_a_known_source_only_a_touched_one_tells():
    found = texts(de="Wahlrecht", tr="Oy")
    follow_source(found.values(), touched=())
    assert found["tr"].status == "reviewed"
    follow_source(found.values(), touched={"de"})
    assert found["tr"].status == "stale"


def test_no_source_no_judgement():
    assert follow_source(texts(tr="Oy").values(), touched={"tr"}) == []
