"""Campaigns in the administration: led, written and published by one's own organisation."""

import pytest

from accounts.models import User
from campaigns.models import Campaign
from partners import services as partners
from partners.models import Membership
from tests.factories import CampaignFactory, EndorsementFactory, OrganisationFactory
from tests.text_forms import text_forms

pytestmark = pytest.mark.django_db
LIST = "/admin/campaigns/campaign/"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht", state="draft", published_at=None)


@pytest.fixture
def organiser(client, campaign) -> User:
    user = User.objects.create_user("organiser@example.net")
    partners.appoint(campaign.lead, user, Membership.Role.ORGANISER)
    client.force_login(user)
    return user


def act(client, verb: str, campaign: Campaign) -> list[str]:
    data = {"action": verb, "_selected_action": [str(campaign.pk)]}
    page = client.post(LIST, data, follow=True)
    return [str(message) for message in page.context["messages"]]


def text(title: str) -> dict[str, str]:
    return {"title": title, "summary": "Kurz"}


def test_make_one_and_publish_it(client, organiser, campaign):
    fields = {"slug": "schule", "lead": str(campaign.lead_id)}
    answer = client.post(f"{LIST}add/", fields | text_forms(de=text("Schule"), ar=text("مدرسة")))
    assert answer.status_code == 302
    made = Campaign.objects.get(slug="schule")
    assert client.get("/de/campaigns/schule/").status_code == 404
    assert act(client, "publish", made)
    assert client.get("/de/campaigns/schule/").status_code == 200
    assert act(client, "archive", made)
    made.refresh_from_db()
    assert made.state == "archived"


def test_not_without_german(client, organiser, campaign):
    campaign.texts.all().delete()
    [sentence] = act(client, "publish", campaign)
    campaign.refresh_from_db()
    assert campaign.state == "draft"
    assert sentence


def test_anothers_is_not_there(client, organiser):
    other = CampaignFactory(slug="fremde", state="draft")
    assert "fremde" not in client.get(LIST).content.decode()
    act(client, "publish", other)
    other.refresh_from_db()
    assert other.state == "draft"
    assert client.get(f"{LIST}{other.pk}/change/").status_code == 302


def test_not_in_anothers_name(client, organiser):
    fields = {"slug": "schule", "lead": str(OrganisationFactory().pk)}
    page = client.post(f"{LIST}add/", fields | text_forms(de=text("Schule")))
    assert "lead" in page.context["adminform"].form.errors


def test_what_comes_first_for_everyone_is_not_theirs_to_say(client, organiser, campaign):
    fields = {"slug": "wahlrecht", "lead": str(campaign.lead_id), "is_urgent": "on"}
    data = fields | text_forms(campaign, de=text("Wahlrecht jetzt"))
    assert client.post(f"{LIST}{campaign.pk}/change/", data).status_code == 302
    campaign.refresh_from_db()
    assert not campaign.is_urgent
    assert campaign.texts.get().title == "Wahlrecht jetzt"


def test_a_translation_falls_behind(client, organiser):
    organisation = organiser.memberships.get().organisation
    campaign = CampaignFactory(lead=organisation, languages=("de", "tr"))
    data = {"lead": str(organisation.pk)} | text_forms(campaign, de=text("Neu"))
    answer = client.post(f"{LIST}{campaign.pk}/change/", data)
    assert answer.status_code == 302
    assert campaign.texts.get(language="tr").status == "stale"


def test_endorsements_are_to_be_looked_at_only(client, organiser):
    endorsement = EndorsementFactory(campaign=CampaignFactory())
    assert client.get("/admin/campaigns/endorsement/").status_code == 403
    User.objects.update(is_superuser=True)
    page = f"/admin/campaigns/endorsement/{endorsement.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"state": "withdrawn"}).status_code == 403
    assert client.get("/admin/campaigns/endorsement/add/").status_code == 403


@pytest.mark.parametrize("path", ["actionfield"])
def test_what_belongs_to_all_is_for_superusers(client, organiser, path):
    assert client.get(f"/admin/campaigns/{path}/").status_code == 403
    User.objects.update(is_superuser=True)
    for page in (path, f"{path}/add"):
        assert client.get(f"/admin/campaigns/{page}/").status_code == 200
