"""Organisations as a visitor sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, CampaignText, Endorsement
from pages.context import forget_instance
from partners.models import Organisation, OrganisationText

pytestmark = pytest.mark.django_db


def join(number: int = 1, **fields) -> Organisation:
    """One more organisation that leads one campaign and stands behind all others."""
    organisation = Organisation.objects.create(
        slug=f"o{number}", name=f"Verein Nummer {number}", **fields
    )
    OrganisationText.objects.create(
        organisation=organisation, language="de", summary="Wir helfen", description="Seit langem"
    )
    campaign = Campaign.objects.create(
        slug=f"c{number}", lead=organisation, state=Campaign.State.PUBLISHED
    )
    CampaignText.objects.create(
        campaign=campaign, language="de", title=f"Kampagne {number}", summary="Darum"
    )
    for one in Campaign.objects.all():
        Endorsement.objects.get_or_create(
            campaign=one, organisation=Organisation.objects.get(slug="o1"), state="accepted"
        )
    return organisation


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
@pytest.mark.parametrize("path", ["/organisations/", "/organisations/o1/"])
def test_every_page_in_every_language(client, path, language):
    join()
    response = client.get(f"/{language}{path}")
    assert response.status_code == 200
    assert "Verein Nummer 1" in response.text
    assert not response.cookies


@pytest.mark.parametrize("path", ["/organisations/", "/organisations/o1/"])
def test_a_fixed_number_of_queries(client, path):
    join(1)
    asked_with_one = queries(client, f"/de{path}")
    join(2)
    join(3)
    assert queries(client, f"/tr{path}") == asked_with_one


def queries(client, path):
    """How many a page costs cold, the instance's own row included."""
    forget_instance()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_what_is_not_public_is_unknown(client):
    join(is_public=False)
    assert client.get("/de/organisations/o1/").status_code == 404
    assert "Verein Nummer 1" not in client.get("/de/organisations/").text


def test_withdrawn_words_are_not_shown(client):
    join(1)
    join(2)
    assert "Kampagne 2" in client.get("/de/organisations/o1/").text
    Endorsement.objects.update(state=Endorsement.State.WITHDRAWN)
    assert "Kampagne 2" not in client.get("/en/organisations/o1/").text


def test_nobody_yet(client):
    assert client.get("/de/organisations/").status_code == 200
