"""A published text is never edited: it gets a successor, and signatures keep theirs."""

import pytest
from django.core.exceptions import ValidationError

from petitions.models import PetitionText
from petitions.services import Wording, revise
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def wordings(petition, **changes) -> dict[str, Wording]:
    """The texts as they stand, with other words for some: `de={"title": "Neu"}`, `tr=None`."""
    found = {}
    for text in petition.texts.filter(version=petition.published_version):
        words = {name: getattr(text, name) for name in Wording.__dataclass_fields__}
        change = changes.pop(text.language, {})
        if change is not None:
            found[text.language] = Wording(**(words | change))
    return found | {language: Wording(**words) for language, words in changes.items()}


def titles(petition, version: int) -> dict[str, str]:
    return dict(petition.texts.filter(version=version).values_list("language", "title"))


def statuses(petition) -> dict[str, str]:
    texts = petition.texts.filter(version=petition.published_version)
    return dict(texts.values_list("language", "status"))


def test_signatures_stay_bound_to_what_was_signed(petition):
    sign("wahlrecht", details())
    before = titles(petition, 1)
    assert revise(petition, wordings(petition, tr={"title": "Yeni"})) == 2
    petition.refresh_from_db()
    assert petition.published_version == 2
    assert titles(petition, 1) == before
    assert titles(petition, 2) == before | {"tr": "Yeni"}
    text = PetitionText.objects.get(version=1, language="de")
    assert petition.signatures.get().text == text
    assert AuditEntry.objects.get(verb="petitions.revised").detail == {"version": 2}


def test_nothing_changed_nothing_new(petition):
    assert revise(petition, wordings(petition)) == 1
    assert petition.texts.count() == 4
    assert not AuditEntry.objects.exists()


def test_a_translation_that_is_added_changes_nobodys_words(db):
    petition = PetitionFactory()
    words = {"title": "A vote", "demand": "We ask.", "summary": "In short"}
    assert revise(petition, wordings(petition, en=words)) == 1
    assert titles(petition, 1)["en"] == "A vote"


def test_a_translation_that_goes_stays_in_the_old_version(petition):
    assert revise(petition, wordings(petition, ar=None)) == 2
    assert "ar" in titles(petition, 1)
    assert "ar" not in titles(petition, 2)


def test_no_number_is_used_twice(petition):
    PetitionText.objects.create(
        petition=petition, version=5, language="de", title="x", demand="x", summary="x"
    )
    assert revise(petition, wordings(petition, de={"title": "Neu"})) == 6


def test_a_draft_is_edited_in_place(db):
    petition = PetitionFactory(state="draft", languages=("de", "tr"))
    assert revise(petition, wordings(petition, de={"title": "Neu"}, tr=None)) == 1
    assert titles(petition, 1) == {"de": "Neu"}


def test_german_is_needed(petition):
    with pytest.raises(ValidationError):
        revise(petition, wordings(petition, de=None))
    assert petition.texts.count() == 4


@pytest.mark.parametrize("state", ["draft", "open"])
def test_a_changed_german_text_makes_the_others_stale(petition, state):
    type(petition).objects.update(state=state)
    revise(petition, wordings(petition, de={"demand": "Mehr."}, en={"demand": "More."}))
    assert statuses(petition) == {
        "de": "reviewed", "en": "reviewed", "tr": "stale", "ar": "stale"
    }  # fmt: skip


def test_stale_until_somebody_has_looked(petition):
    revise(petition, wordings(petition, de={"demand": "Mehr."}))
    revise(petition, wordings(petition))
    assert statuses(petition)["tr"] == "stale"
    revise(petition, wordings(petition, tr={"status": "reviewed"}))
    assert statuses(petition)["tr"] == "reviewed"
    revise(petition, wordings(petition, en={"title": "Other"}))
    assert statuses(petition)["tr"] == "reviewed"
    assert statuses(petition)["ar"] == "stale"
