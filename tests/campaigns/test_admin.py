"""Campaigns in the administration: for technicians."""

import pytest

from accounts.models import User
from campaigns.models import Campaign
from tests.factories import CampaignFactory, EndorsementFactory
from tests.text_forms import text_forms

pytestmark = pytest.mark.django_db
LIST = "/admin/campaigns/campaign/"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht", state="draft", published_at=None)


@pytest.fixture
def technician(client) -> User:
    user = User.objects.create_superuser("technik@example.net")
    client.force_login(user)
    return user


def act(client, verb: str, campaign: Campaign) -> list[str]:
    data = {"action": verb, "_selected_action": [str(campaign.pk)]}
    page = client.post(LIST, data, follow=True)
    return [str(message) for message in page.context["messages"]]


def text(title: str) -> dict[str, str]:
    return {"title": title, "summary": "Kurz"}


def test_make_one_and_publish_it(client, technician, campaign):
    fields = {"slug": "schule", "lead": str(campaign.lead_id), "position": "5"}
    answer = client.post(f"{LIST}add/", fields | text_forms(de=text("Schule"), ar=text("مدرسة")))
    assert answer.status_code == 302
    made = Campaign.objects.get(slug="schule")
    assert client.get("/de/campaigns/schule/").status_code == 404
    assert act(client, "publish", made)
    assert client.get("/de/campaigns/schule/").status_code == 200
    assert act(client, "archive", made)
    made.refresh_from_db()
    assert made.state == "archived"


def test_not_without_german(client, technician, campaign):
    campaign.texts.all().delete()
    [sentence] = act(client, "publish", campaign)
    campaign.refresh_from_db()
    assert campaign.state == "draft"
    assert sentence


def test_a_translation_falls_behind(client, technician):
    campaign = CampaignFactory(languages=("de", "tr"))
    fields = {"slug": campaign.slug, "lead": str(campaign.lead_id), "position": "5"}
    data = fields | text_forms(campaign, de=text("Neu"))
    answer = client.post(f"{LIST}{campaign.pk}/change/", data)
    assert answer.status_code == 302
    assert campaign.texts.get(language="tr").status == "stale"


def test_endorsements_are_to_be_looked_at_only(client, technician):
    endorsement = EndorsementFactory(campaign=CampaignFactory())
    page = f"/admin/campaigns/endorsement/{endorsement.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"state": "withdrawn"}).status_code == 403
    assert client.get("/admin/campaigns/endorsement/add/").status_code == 403


def test_fields_of_work(client, technician):
    for page in ("actionfield", "actionfield/add"):
        assert client.get(f"/admin/campaigns/{page}/").status_code == 200
