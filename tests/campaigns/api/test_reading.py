"""Campaigns by program: public ones, in one language, at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import (
    Campaign,
    CampaignUpdate,
    CampaignUpdateText,
    EndorsementText,
)
from tests.factories import (
    ActionFieldFactory,
    CampaignFactory,
    CampaignUpdateFactory,
    EndorsementFactory,
    OrganisationFactory,
)
from tests.organising import queries_of

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


def test_osdi_names(client, campaign):
    found = client.get("/api/v1/campaigns/wahlrecht/?language=tr").json()
    assert found["title"] == found["text"]["title"]
    assert found["identifiers"] == ["mitstimme:campaign:wahlrecht"]
    assert found["browser_url"].endswith("/tr/campaigns/wahlrecht/")


def test_fields_of_work_and_their_cost(client, campaign):
    path = "/api/v1/campaigns/fields/"
    [found] = client.get(path).json()["results"]
    assert (found["slug"], found["language"]) == ("feld-wahlrecht", "de")
    one = queries_of(client, path)
    ActionFieldFactory.create_batch(2)
    assert queries_of(client, path) == one


def read(client, part: str) -> dict:
    answer = client.get(f"/api/v1/campaigns/wahlrecht/{part}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_texts_in_every_language(client, campaign):
    assert [text["language"] for text in read(client, "texts/")["results"]] == ["de", "tr"]


def test_updates_that_are_published_newest_first(client, campaign):
    newer = CampaignUpdateFactory(campaign=campaign, happened_on="2026-11-02", slug="neu")
    draft = CampaignUpdateFactory(campaign=campaign, state="draft")
    other = CampaignUpdateFactory()
    found = read(client, "updates/")["results"]
    assert [one["happened_on"] for one in found] == ["2026-11-02", "2026-11-01"]
    assert found[0]["browser_url"].endswith("/campaigns/wahlrecht/updates/neu/")
    assert found[1]["browser_url"] == ""
    one = read(client, f"updates/{newer.pk}/")
    assert one == found[0]
    for hidden in (draft, other):
        path = f"/api/v1/campaigns/wahlrecht/updates/{hidden.pk}/"
        assert client.get(path).status_code == 404


def test_endorsements_with_the_wording_agreed_on(client, campaign):
    accepted = campaign.endorsements.get()
    for version, words in ((1, "Wir stehen dahinter."), (2, "Noch nicht gelesen.")):
        EndorsementText.objects.create(
            endorsement=accepted, language="de", version=version, statement=words
        )
    EndorsementFactory(campaign=campaign, state="invited", message="Nur für euch.")
    EndorsementFactory(campaign=campaign, organisation=OrganisationFactory(is_public=False))
    [found] = read(client, "endorsements/")["results"]
    assert found["organisation"]["slug"] == accepted.organisation.slug
    assert found["text"]["statement"] == "Wir stehen dahinter."
    assert set(found) == {"id", "organisation", "signed_on", "text"}


@pytest.mark.parametrize("part", ["texts/", "updates/", "endorsements/"])
def test_parts_of_drafts_are_nobodys(client, campaign, part):
    Campaign.objects.update(state="draft")
    assert client.get(f"/api/v1/campaigns/wahlrecht/{part}").status_code == 404


@pytest.mark.parametrize("part", ["texts/", "updates/", "endorsements/"])
def test_parts_cost_the_same_for_three_as_for_one(client, campaign, part):
    path = f"/api/v1/campaigns/wahlrecht/{part}"
    one = queries_of(client, path)
    for _number in range(2):
        tell(campaign)
        EndorsementFactory(campaign=campaign)
    assert queries_of(client, path) == one
