"""Writing a text, while others write as well."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from campaigns.models import CampaignText
from languages import editing
from languages.models import Translation
from tests.factories import CampaignFactory, PetitionFactory, details
from tests.petitions.at_once import and_disconnect, at_once
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db
WORDS = {"title": "Neu", "summary": "Kurz", "story": ""}
Status = Translation.Status


def german(campaign):
    return campaign.texts.get(language="de")


def test_the_words_are_stored():
    campaign = CampaignFactory()
    editing.write(campaign, "de", WORDS, seen=editing.state_of(german(campaign)))
    assert german(campaign).title == "Neu"


def test_who_comes_second_sees_what_the_first_wrote():
    campaign = CampaignFactory()
    seen = editing.state_of(german(campaign))
    editing.write(campaign, "de", WORDS, seen=seen)
    with pytest.raises(editing.EditedMeanwhile) as other:
        editing.write(campaign, "de", WORDS | {"title": "Anders"}, seen=seen)
    assert other.value.theirs.title == "Neu"
    assert german(campaign).title == "Neu"


def test_the_same_words_twice_are_no_quarrel():
    campaign = CampaignFactory()
    seen = editing.state_of(german(campaign))
    for _twice in range(2):
        editing.write(campaign, "de", WORDS, seen=seen)
    assert german(campaign).title == "Neu"


def test_two_may_not_begin_the_same_translation():
    campaign = CampaignFactory()
    editing.write(campaign, "tr", WORDS, seen=editing.NOTHING)
    with pytest.raises(editing.EditedMeanwhile):
        editing.write(campaign, "tr", WORDS | {"title": "Başka"}, seen=editing.NOTHING)


def test_a_translation_needs_a_german_text():
    campaign = CampaignFactory()
    campaign.texts.all().delete()
    with pytest.raises(ValidationError):
        editing.write(campaign, "tr", WORDS, seen=editing.NOTHING)
    assert not CampaignText.objects.exists()


def test_new_german_words_make_a_translation_stale_and_looking_through_it_ends_that():
    campaign = CampaignFactory()
    editing.write(campaign, "tr", WORDS, seen=editing.NOTHING)
    editing.write(campaign, "de", WORDS, seen=editing.state_of(german(campaign)))
    turkish = campaign.texts.get(language="tr")
    assert turkish.status == Status.STALE
    editing.write(campaign, "tr", WORDS, seen=editing.state_of(turkish))
    assert campaign.texts.get(language="tr").status == Status.REVIEWED


def test_the_same_german_words_make_nothing_stale():
    campaign = CampaignFactory()
    editing.write(campaign, "de", WORDS, seen=editing.state_of(german(campaign)))
    editing.write(campaign, "tr", WORDS, seen=editing.NOTHING)
    editing.write(campaign, "de", WORDS, seen=editing.state_of(german(campaign)))
    assert campaign.texts.get(language="tr").status == Status.REVIEWED


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real row locks")
@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_at_once_one_is_first():
    campaign = CampaignFactory()
    seen = editing.state_of(german(campaign))
    numbers = count()
    results = at_once(
        8,
        lambda: editing.write(campaign, "de", WORDS | {"title": f"Nr {next(numbers)}"}, seen=seen),
    )
    assert results.count(editing.EditedMeanwhile) == 7
    assert campaign.texts.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real row locks")
@pytest.mark.django_db(transaction=True)
def test_people_sign_while_the_text_is_written():
    petition = PetitionFactory(slug="wahlrecht")
    words = {"title": "Neu", "demand": "Etwas", "summary": "Kurz", "reasons": ""}

    def sign_at_once() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        sign("wahlrecht", details())
        return petition.signatures.count()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        present = petition.texts.get()
        editing.write(petition, "de", words, seen=editing.state_of(present), version=1)
        assert pool.submit(and_disconnect, sign_at_once).result(timeout=30) == 1
