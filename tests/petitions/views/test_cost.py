"""What a page costs: few queries cold, none from the cache, no cookie, never more with more."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.context import forget_instance
from petitions import services
from petitions.models import PetitionDay
from petitions.services import signing
from petitions.services.confirming import issue_confirmation
from tests.factories import (
    ActionFieldFactory,
    EndorsementFactory,
    PetitionFactory,
    PetitionStepFactory,
    SignatureFactory,
    details,
)
from tests.petitions.conftest import LANGUAGES
from web import front

pytestmark = pytest.mark.django_db
PAGES = ["", "count.json", "sign/sent/", "thanks/"]


def cold(client, url: str) -> int:
    cache.clear()
    front.forget()
    forget_instance()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def add_to(petition) -> None:
    EndorsementFactory(campaign=petition.campaign)
    PetitionStepFactory(petition=petition, languages=LANGUAGES)
    SignatureFactory(petition=petition, show_name=True)
    PetitionDay.objects.create(
        petition=petition, day=f"2026-11-0{petition.days.count() + 1}", confirmed=1
    )


def test_the_petition_page_costs_at_most_twelve_queries(client, petition):
    costs = []
    for rows in (1, 3):
        while petition.steps.count() < rows:
            add_to(petition)
        costs.append(cold(client, "/tr/petitions/wahlrecht/"))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("page", PAGES)
def test_from_the_cache_it_costs_none_and_sets_no_cookie(
    client, petition, page, django_assert_num_queries
):
    add_to(petition)
    url = f"/en/petitions/wahlrecht/{page}"
    first = client.get(url)
    with django_assert_num_queries(0):
        second = client.get(url)
    assert second.content == first.content
    for answer in (first, second):
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "public" in answer["Cache-Control"]
    with django_assert_num_queries(0):
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_same_page_serves_everyone_whatever_link_they_came_by(
    client, petition, django_assert_num_queries
):
    first = client.get("/en/petitions/wahlrecht/")
    with django_assert_num_queries(0):
        assert client.get("/en/petitions/wahlrecht/?from=plakat").content == first.content


@pytest.mark.parametrize("url", ["/tr/petitions/", "/tr/petitions/?field=wahl"])
def test_the_list_costs_the_same_for_one_and_for_three(client, url):
    field = ActionFieldFactory(slug="wahl", languages=LANGUAGES)
    costs = []
    for _ in range(3):
        PetitionFactory(languages=LANGUAGES).campaign.fields.add(field)
        costs.append(cold(client, url))
    assert costs[0] == costs[2]


def test_the_thank_you_page_costs_the_same_for_one_and_for_two_more(client, petition):
    costs = []
    for _ in range(3):
        PetitionFactory(languages=LANGUAGES)
        costs.append(cold(client, "/tr/petitions/wahlrecht/thanks/"))
    assert costs[0] == costs[1] == costs[2]


def test_signing_asks_for_the_petition_once_in_five_seconds(petition, django_assert_num_queries):
    services.sign("wahlrecht", details())
    with django_assert_num_queries(1):
        services.sign("wahlrecht", details(email="bob@example.org"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks by the ORM")
def test_confirming_asks_twice(signed, secret_mailed, django_assert_num_queries):
    secrets = [secret_mailed(), issue_confirmation(signed)]
    # Two savepoints of the test besides.
    with django_assert_num_queries(4):
        assert services.confirm(secrets[0]).is_new
    assert not services.confirm(secrets[1]).is_new


def test_signing_goes_on_while_the_cache_is_away(client, petition, settings):
    settings.CACHES = {
        "default": {"BACKEND": "web.redis_cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/en/petitions/wahlrecht/").status_code == 200
    services.sign("wahlrecht", details())
    assert signing.signable("wahlrecht").petition_id == petition.pk
