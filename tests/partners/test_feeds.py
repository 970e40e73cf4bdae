"""The feed of organisations: who has been verified lately."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import OrganisationFactory
from tests.organising import queries_of
from tests.web.feeds import read

pytestmark = pytest.mark.django_db
PATH = "/tr/organisations/feed.atom"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def test_newest_first_with_the_day_of_being_verified(client):
    OrganisationFactory(name="Alt", verified_at=days_ago(2))
    neu = OrganisationFactory(name="Neu\x0b & Co", verified_at=days_ago(1), languages=("tr",))
    feed = read(client, PATH)
    assert feed.titles == ["Neu & Co", "Alt"]
    assert feed.entries[0].updated == neu.verified_at
    assert [one.language for one in feed.entries] == ["tr", "de"]
    assert feed.entries[0].author == "Neu & Co"


def test_a_summary_is_no_markup(client):
    organisation = OrganisationFactory(verified_at=days_ago(1))
    organisation.texts.update(summary="Wir <b>alle</b> & mehr")
    assert read(client, PATH).entries[0].summary == "Wir &lt;b&gt;alle&lt;/b&gt; &amp; mehr"


def test_only_those_that_take_part_and_are_verified(client):
    OrganisationFactory(name="Da", verified_at=days_ago(1))
    OrganisationFactory(name="Ungeprüft")
    OrganisationFactory(name="Versteckt", verified_at=days_ago(1), is_public=False)
    OrganisationFactory(name="Weg", verified_at=days_ago(1), left_at=timezone.now())
    assert read(client, PATH).titles == ["Da"]


def test_as_many_queries_for_three_as_for_one():
    OrganisationFactory(verified_at=days_ago(1))
    one = queries_of(Client(), PATH)
    for _ in range(2):
        OrganisationFactory(verified_at=days_ago(1))
    assert queries_of(Client(), PATH) == one


def test_it_is_kept_for_everybody_and_not_sent_twice(client):
    OrganisationFactory(verified_at=days_ago(1))
    first = client.get(PATH)
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(PATH, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_list_names_it(client):
    head, _, body = client.get("/tr/organisations/").text.partition("<body")
    assert f'href="{PATH}"' in head
    assert f'href="{PATH}"' in body
