"""The feed of petitions: what can be signed since lately."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from petitions.models import PetitionChange
from tests.factories import CampaignFactory, PetitionFactory
from tests.organising import queries_of
from tests.web.feeds import read

pytestmark = pytest.mark.django_db
PATH = "/tr/petitions/feed.atom"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def test_newest_first_each_in_the_language_it_has(client):
    PetitionFactory(slug="alt", opens_at=days_ago(2))
    neu = PetitionFactory(slug="neu", opens_at=days_ago(1), languages=("de", "tr"))
    entries = read(client, PATH).entries
    assert [(one.title, one.language) for one in entries] == [
        ("neu (tr)", "tr"), ("alt (de)", "de")
    ]  # fmt: skip
    assert entries[0].author == neu.initiator.name
    assert entries[0].summary == "Kurz gesagt"
    assert entries[0].published == neu.opens_at


def test_only_what_has_opened_and_is_listed(client):
    PetitionFactory(slug="da", opens_at=days_ago(1), state="closed")
    PetitionFactory(slug="entwurf", opens_at=days_ago(1), state="draft")
    PetitionFactory(slug="spaeter", opens_at=days_ago(-1))
    PetitionFactory(slug="abgelehnt", opens_at=None, state="rejected")
    unlisted = CampaignFactory(visibility="unlisted")
    PetitionFactory(slug="versteckt", opens_at=days_ago(1), campaign=unlisted)
    assert read(client, PATH).titles == ["da (de)"]


def test_an_entry_changes_with_text_and_state(client):
    petition = PetitionFactory(opens_at=days_ago(9))
    assert read(client, PATH).entries[0].updated == petition.opens_at
    for version, published_at in ((2, days_ago(5)), (3, days_ago(4)), (4, None)):
        PetitionChange.objects.create(
            petition=petition, version=version, published_at=published_at
        )
    changed_at = petition.changes.get(version=3).published_at
    assert read(client, PATH).entries[0].updated == changed_at
    petition.handed_over_at = days_ago(1)
    petition.save()
    (entry,) = read(client, PATH).entries
    assert entry.updated == petition.handed_over_at
    assert entry.published == petition.opens_at


def test_as_many_queries_for_three_as_for_one():
    PetitionFactory(opens_at=days_ago(1))
    one = queries_of(Client(), PATH)
    for _ in range(2):
        PetitionFactory(opens_at=days_ago(1))
    assert queries_of(Client(), PATH) == one


def test_it_is_kept_for_everybody_and_not_sent_twice(client):
    PetitionFactory(opens_at=days_ago(1))
    first = client.get(PATH)
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(PATH, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_list_names_it(client):
    head, _, body = client.get("/tr/petitions/").text.partition("<body")
    assert f'href="{PATH}"' in head
    assert f'href="{PATH}"' in body
