"""Campaigns and fields of work as a visitor sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, Endorsement
from pages.context import forget_instance

PATHS = [
    "/campaigns/",
    "/campaigns/campaign1/",
    "/campaigns/fields/",
    "/campaigns/fields/field1/",
]


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_in_every_language_without_a_cookie(client, start, path, language):
    start()
    response = client.get(f"/{language}{path}")
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("path", PATHS)
def test_a_fixed_number_of_queries(client, start, path):
    start(1)
    asked_with_one = queries(client, f"/de{path}")
    start(2)
    start(3)
    assert queries(client, f"/tr{path}") == asked_with_one


def queries(client, path):
    """How many a page costs cold, the instance's own row included."""
    forget_instance()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_draft_is_as_unknown_as_what_never_was(client, start):
    start(state=Campaign.State.DRAFT)
    assert client.get("/de/campaigns/campaign1/").status_code == 404
    assert client.get("/de/campaigns/nothing/").status_code == 404
    assert client.get("/de/campaigns/campaign1/share.png").status_code == 404
    assert "Kampagne 1" not in client.get("/de/campaigns/").text
    assert "Kampagne 1" not in client.get("/de/campaigns/fields/field1/").text


def test_an_endorsement_shows_only_after_both_said_yes(client, start):
    start()
    Endorsement.objects.update(state=Endorsement.State.REQUESTED)
    assert "Bund 1" not in client.get("/de/campaigns/campaign1/").text


def test_a_campaign_shows_who_stands_behind_it_and_what_happened(client, start):
    start()
    page = client.get("/de/campaigns/campaign1/").text
    assert "Bund 1" in page
    assert "Ja dazu" in page
    assert "Schritt 1" in page
    # Only the year is known, so only the year is shown.
    year = timezone.localdate().year
    assert f'<time datetime="{year}">{year}</time>' in page


def test_a_missing_translation_is_german_with_a_notice(client, start):
    start()
    page = client.get("/tr/campaigns/campaign1/").text
    assert '<h1 lang="de" dir="ltr">Kampagne 1</h1>' in page
    assert 'class="notice notice--info" role="note"' in page
    assert (
        'class="notice notice--info" role="note"'
        not in client.get("/de/campaigns/campaign1/").text
    )


def test_the_list_by_field_of_work(client, start):
    start(1)
    start(2).fields.clear()
    assert "Kampagne 2" in client.get("/de/campaigns/").text
    assert "Kampagne 2" not in client.get("/de/campaigns/?field=field1").text


def test_a_picture_for_shared_links(client, start):
    start()
    response = client.get("/ar/campaigns/campaign1/share.png")
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    assert '/de/campaigns/campaign1/share.png">' in client.get("/de/campaigns/campaign1/").text


@pytest.mark.parametrize("path", PATHS)
def test_looking_is_all_one_can_do(client, start, path):
    start()
    assert client.post(f"/de{path}").status_code == 405
