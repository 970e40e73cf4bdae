"""Campaigns by program: public ones, in one language, at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign, CampaignUpdate, CampaignUpdateText
from tests.factories import (
    ActionFieldFactory,
    CampaignFactory,
    EndorsementFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def add(slug: str) -> Campaign:
    campaign = CampaignFactory(slug=slug, languages=("de", "tr"))
    campaign.fields.add(ActionFieldFactory(slug=f"feld-{slug}"))
    tell(campaign)
    EndorsementFactory(campaign=campaign)
    return campaign


def tell(campaign: Campaign) -> None:
    update = CampaignUpdate.objects.create(
        campaign=campaign, happened_on="2026-11-01", state="published"
    )
    CampaignUpdateText.objects.create(update=update, language="de", title="Es ging los")


@pytest.fixture
def campaign() -> Campaign:
    return add("wahlrecht")


def test_list(client, campaign):
    CampaignFactory(state="draft")
    answer = client.get("/api/v1/campaigns/", headers={"accept-language": "tr"})
    [found] = answer.json()["results"]
    assert found["slug"] == "wahlrecht"
    assert found["text"]["language"] == answer["Content-Language"] == "tr"
    assert found["fields_of_work"] == ["feld-wahlrecht"]
    assert found["lead"] == {"slug": campaign.lead.slug, "name": campaign.lead.name}


def test_filter_by_field_and_state(client, campaign):
    add("schule")

    def slugs(query: str) -> list[str]:
        found = client.get(f"/api/v1/campaigns/?{query}").json()["results"]
        return [one["slug"] for one in found]

    assert slugs("field=feld-schule") == ["schule"]
    assert slugs("state=archived") == []
    assert slugs("state=published") == ["schule", "wahlrecht"]


def test_detail(client, campaign):
    EndorsementFactory(campaign=campaign, state="invited")
    EndorsementFactory(campaign=campaign, organisation=OrganisationFactory(is_public=False))
    found = client.get("/api/v1/campaigns/wahlrecht/?language=ar").json()
    assert found["text"]["language"] == "de"  # never one migrant language for another
    assert [update["text"]["title"] for update in found["updates"]] == ["Es ging los"]
    accepted = campaign.endorsements.accepted().get().organisation
    assert found["endorsed_by"] == [{"slug": accepted.slug, "name": accepted.name}]


@pytest.mark.parametrize("slug", ["none", "entwurf"])
def test_what_is_not_public(client, campaign, slug):
    CampaignFactory(slug="entwurf", state="draft")
    answer = client.get(f"/api/v1/campaigns/{slug}/")
    assert answer.status_code == answer.json()["status"] == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_not_sent_twice(client, campaign):
    for path in ("/api/v1/campaigns/", "/api/v1/campaigns/wahlrecht/"):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["", "wahlrecht/"])
def test_as_many_queries_for_three_as_for_one(client, campaign, path):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/campaigns/{path}").status_code == 200
        return len(queries)

    one = cost()
    for slug in ("schule", "arbeit"):
        add(slug)
        tell(campaign)
        EndorsementFactory(campaign=campaign)
    assert cost() == one <= 6
