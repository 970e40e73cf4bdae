"""A campaign in the workspace: made, written, settled, previewed, put in order."""

import pytest

from campaigns.models import Campaign, CampaignText
from partners.models import Membership
from tests.campaigns.organise.test_plans import fill
from tests.factories import ActionFieldFactory, CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody

pytestmark = pytest.mark.django_db
BASE = "/de/organise/campaigns/"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht", state=Campaign.State.DRAFT)


LOOKING = {
    "stranger": 404,
    "viewer": 200,
    "editor": 200,
    "organiser": 200,
    "owner": 200,
    "administrator": 200,
}
WRITING = {
    "stranger": 404,
    "viewer": 403,
    "editor": 200,
    "organiser": 200,
    "owner": 200,
    "administrator": 200,
}


class TestWhoMay:
    @roles_get(**LOOKING)
    @pytest.mark.parametrize("page", ["", "preview/de/", "preview/ar/"])
    def test_look(self, campaign, role, status, page):
        client = logged_in(role, campaign.lead)
        assert client.get(f"{BASE}wahlrecht/{page}").status_code == status

    @roles_get(**WRITING)
    @pytest.mark.parametrize("page", ["text/", "settings/"])
    def test_write(self, campaign, role, status, page):
        client = logged_in(role, campaign.lead)
        assert client.get(f"{BASE}wahlrecht/{page}").status_code == status

    @roles_get(stranger=403, viewer=403, editor=200, organiser=200, administrator=200)
    def test_begin_one(self, role, status):
        assert logged_in(role, OrganisationFactory()).get(f"{BASE}new/").status_code == status

    @roles_get(stranger=403, owner=403, moderator=403, administrator=200)
    def test_order(self, role, status):
        assert logged_in(role, OrganisationFactory()).get(f"{BASE}order/").status_code == status

    def test_the_refusal_says_whom_to_ask(self, campaign):
        page = logged_in("viewer", campaign.lead).get("/en/organise/campaigns/wahlrecht/text/")
        assert "Ask an owner of your organisation" in page.text


class TestList:
    def test_only_ours(self, campaign):
        CampaignFactory(slug="fremd")
        page = logged_in("viewer", campaign.lead).get(BASE).text
        assert "wahlrecht (de)" in page
        assert "fremd" not in page

    def test_by_title(self, campaign):
        CampaignFactory(slug="anderes", lead=campaign.lead)
        page = logged_in("viewer", campaign.lead).get(BASE, {"q": "WAHL"}).text
        assert "wahlrecht (de)" in page
        assert "anderes (de)" not in page

    def test_a_fixed_number_of_queries(self, campaign):
        client = logged_in("owner", campaign.lead)
        queries_of(client, BASE)
        with_one = queries_of(client, BASE)
        for _more in range(2):
            CampaignFactory(lead=campaign.lead)
        assert queries_of(client, BASE) == with_one


class TestBeginning:
    def test_a_draft_under_an_address_made_from_the_title(self):
        organisation = OrganisationFactory()
        client = logged_in("editor", organisation)
        data = {"lead": organisation.pk, "title": "Wählen für alle!", "summary": "Darum."}
        answer = client.post(f"{BASE}new/", data)
        assert answer.url == f"{BASE}waehlen-fuer-alle/"
        campaign = Campaign.objects.get()
        assert campaign.state == Campaign.State.DRAFT
        assert campaign.texts.get().summary == "Darum."

    def test_the_organisation_one_comes_from_is_chosen(self):
        first, mine = OrganisationFactory(), OrganisationFactory(slug="runder-tisch")
        client = logged_in("administrator")
        chosen = client.get(f"{BASE}new/?lead=runder-tisch").context["form"]["lead"].value()
        assert chosen == mine.pk != first.pk
        assert f'value="{mine.pk}" selected' in client.get(f"{BASE}new/?lead=runder-tisch").text
        for nobody in ("", "%00", "x" * 999):
            page = client.get(f"{BASE}new/?lead={nobody}")
            assert page.status_code == 200
            assert page.context["form"]["lead"].value() is None

    def test_not_for_an_organisation_that_one_only_looks_at(self):
        mine, other = OrganisationFactory(), OrganisationFactory()
        user = somebody("editor", mine)
        Membership.objects.create(organisation=other, user=user, role="viewer")
        client = logged_in("nobody")
        client.force_login(user)
        data = {"lead": other.pk, "title": "Titel", "summary": "Darum."}
        assert client.post(f"{BASE}new/", data).status_code == 422
        assert not Campaign.objects.exists()

    def test_what_was_typed_stays(self):
        organisation = OrganisationFactory()
        client = logged_in("editor", organisation)
        answer = client.post(f"{BASE}new/", {"lead": organisation.pk, "title": "Nur ein Titel"})
        assert answer.status_code == 422
        assert "Nur ein Titel" in answer.text


class TestWriting:
    def send(self, client, campaign, seen=None, **words):
        page = client.get(f"{BASE}{campaign.slug}/text/")
        seen = seen or page.context["form"]["seen"].value()
        data = {"title": "T", "summary": "S", "story": "", "seen": seen} | words
        return client.post(f"{BASE}{campaign.slug}/text/", data)

    def test_the_german_text(self, campaign):
        client = logged_in("editor", campaign.lead)
        assert self.send(client, campaign, title="Neuer Titel").status_code == 302
        assert campaign.texts.get(language="de").title == "Neuer Titel"

    def test_two_at_once_lose_nothing(self, campaign):
        first, second = (logged_in("editor", campaign.lead) for _one in range(2))
        seen = second.get(f"{BASE}wahlrecht/text/").context["form"]["seen"].value()
        self.send(first, campaign, title="Von der ersten")
        late = self.send(second, campaign, seen=seen, title="Von der zweiten")
        assert late.status_code == 409
        assert "Von der ersten" in late.text
        assert "Von der zweiten" in late.text
        assert campaign.texts.get(language="de").title == "Von der ersten"

    def test_it_marks_what_followed_it(self, campaign):
        client = logged_in("editor", campaign.lead)
        self.send(client, campaign)
        CampaignText.objects.create(
            campaign=campaign,
            language="tr",
            title="Başlık",
            summary="Ö",
            source_hash=campaign.texts.get(language="de").source_hash,
        )
        self.send(client, campaign, title="Anders")
        assert campaign.texts.get(language="tr").status == CampaignText.Status.STALE
        assert "Türkçe" in client.get(f"{BASE}wahlrecht/").text

    @pytest.mark.parametrize(
        "evil", ["<script>alert(1)</script>", "<iframe src=x>", "[x](javascript:alert(1))"]
    )
    def test_no_script_comes_through_the_preview(self, campaign, evil):
        client = logged_in("editor", campaign.lead)
        page = client.post("/de/organise/preview/", {"field": "story", "story": evil}).text
        assert "<iframe" not in page
        assert "alert(1)</script>" not in page
        assert 'href="javascript' not in page


def test_settings(campaign):
    field = ActionFieldFactory()
    client = logged_in("editor", campaign.lead)
    data = {"visibility": "unlisted", "fields_of_work": [field.pk]}
    assert client.post(f"{BASE}wahlrecht/settings/", data).status_code == 302
    campaign.refresh_from_db()
    assert campaign.visibility == "unlisted"
    assert list(campaign.fields.all()) == [field]


def test_an_unlisted_campaign_is_read_by_whoever_has_the_link_and_found_by_nobody(client):
    CampaignFactory(slug="still", visibility="unlisted")
    assert client.get("/de/campaigns/still/").status_code == 200
    for path in ("/de/campaigns/", "/de/", "/sitemap.xml", "/api/v1/campaigns/"):
        assert "still" not in client.get(path).text


def test_the_preview_is_the_page_in_that_language_with_a_word_of_warning(campaign):
    CampaignText.objects.create(campaign=campaign, language="ar", title="عنوان", summary="ملخص")
    page = logged_in("viewer", campaign.lead).get(f"{BASE}wahlrecht/preview/ar/")
    assert 'dir="rtl"' in page.text
    assert "عنوان" in page.text
    assert "no-store" in page["Cache-Control"]
    assert (
        logged_in("viewer", campaign.lead).get(f"{BASE}wahlrecht/preview/xx/").status_code == 404
    )


def test_up_and_down():
    for slug in ("eins", "zwei", "drei"):
        CampaignFactory(slug=slug)
    client = logged_in("administrator")
    before = list(Campaign.objects.values_list("slug", flat=True))
    client.post(f"{BASE}order/", {"slug": before[2], "to": "up"})
    assert list(Campaign.objects.values_list("slug", flat=True)) == [
        before[0],
        before[2],
        before[1],
    ]
    client.post(f"{BASE}order/", {"slug": before[0], "to": "up"})
    assert Campaign.objects.first().slug == before[0]


def test_the_page_of_one_costs_the_same_with_more_of_everything(campaign):
    client = logged_in("owner", campaign.lead)
    fill(campaign, 1)
    queries_of(client, f"{BASE}wahlrecht/")
    pages = (f"{BASE}wahlrecht/", f"{BASE}wahlrecht/preview/de/")
    with_one = [queries_of(client, page) for page in pages]
    fill(campaign, 2)
    assert [queries_of(client, page) for page in pages] == with_one
