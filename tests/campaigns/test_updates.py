"""Updates: drafts nobody sees, their pages, and the feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import services
from campaigns.models import CampaignUpdate, CampaignUpdateText, Mailing
from jobs.services import enqueue, run_due
from pages.context import forget_instance
from privacy.models import AuditEntry
from tests.factories import CampaignFactory, CampaignUpdateFactory
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def campaign():
    return CampaignFactory(slug="wahlrecht")


@pytest.fixture
def draft(campaign) -> CampaignUpdate:
    return CampaignUpdateFactory(campaign=campaign, slug="", state="draft", published_at=None)


def feed(client, language: str = "de") -> ElementTree.Element:
    answer = client.get(f"/{language}/campaigns/wahlrecht/feed/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  (our own markup)


def entries(client, language: str = "de") -> list[str]:
    return [
        one.findtext(f"{ATOM}title") or "" for one in feed(client, language).iter(f"{ATOM}entry")
    ]


class TestPublishing:
    def test_it_gets_its_address_and_its_time(self, client, draft):
        services.publish_update(draft)
        assert draft.state == CampaignUpdate.State.PUBLISHED
        assert draft.slug == "neues-de"
        assert draft.published_at is not None
        assert client.get("/de/campaigns/wahlrecht/updates/neues-de/").status_code == 200
        assert AuditEntry.objects.get().verb == "campaigns.update_published"

    def test_again_it_changes_nothing(self, draft):
        services.publish_update(draft)
        before = (draft.slug, draft.published_at)
        services.publish_update(draft)
        assert (draft.slug, draft.published_at) == before
        assert AuditEntry.objects.count() == 1

    def test_without_german_text_it_stays_a_draft(self, campaign):
        update = CampaignUpdateFactory(campaign=campaign, state="draft", languages=("tr",))
        with pytest.raises(ValidationError):
            services.publish_update(update)
        with pytest.raises(ValidationError):
            services.schedule_update(update, timezone.now() + timedelta(days=1))
        update.refresh_from_db()
        assert update.state == CampaignUpdate.State.DRAFT

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Übergröße!", "uebergroesse"),
            ("…", "update"),
            ("بيان", "update"),
            ("A" * 160, "a" * 45),
        ],
    )
    def test_addresses(self, draft, title, slug):
        CampaignUpdateText.objects.update(title=title)
        services.publish_update(draft)
        assert draft.slug == slug

    def test_one_title_twice(self, draft, campaign):
        services.publish_update(draft)
        second = CampaignUpdateFactory(campaign=campaign, slug="", state="draft")
        services.publish_update(second)
        assert second.slug == "neues-de-2"

    def test_at_its_time(self, draft):
        at = timezone.now() + timedelta(hours=1)
        services.schedule_update(draft, at)
        assert services.publish_due_updates() == 0
        assert services.publish_due_updates(at) == 1
        draft.refresh_from_db()
        assert (draft.state, draft.publish_at) == (CampaignUpdate.State.PUBLISHED, None)

    def test_by_its_job(self, draft):
        CampaignUpdate.objects.update(publish_at=timezone.now())
        enqueue("campaigns.publish_due")
        run_due()
        draft.refresh_from_db()
        assert draft.state == CampaignUpdate.State.PUBLISHED

    def test_one_that_cannot_be_keeps_no_other_waiting(self, draft, campaign):
        broken = CampaignUpdateFactory(campaign=campaign, state="draft", languages=("tr",))
        CampaignUpdate.objects.update(publish_at=timezone.now())
        assert services.publish_due_updates() == 1
        broken.refresh_from_db()
        assert broken.state == CampaignUpdate.State.DRAFT

    def test_a_time_that_has_passed_is_refused(self, draft):
        with pytest.raises(ValidationError):
            services.schedule_update(draft, timezone.now())

    def test_published_it_has_no_time_to_come(self, draft):
        services.publish_update(draft)
        with pytest.raises(ValidationError):
            services.schedule_update(draft, timezone.now() + timedelta(days=1))

    def test_it_can_be_taken_back(self, client, draft):
        services.publish_update(draft)
        services.take_update_back(draft)
        assert client.get("/de/campaigns/wahlrecht/updates/neues-de/").status_code == 404
        services.publish_update(draft)
        assert draft.slug == "neues-de"

    def test_but_not_once_it_is_mailed(self, draft):
        services.publish_update(draft)
        Mailing.objects.create(update=draft, state=Mailing.State.SCHEDULED)
        with pytest.raises(ValidationError):
            services.take_update_back(draft)
        draft.refresh_from_db()
        assert draft.state == CampaignUpdate.State.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_published_by_many_each_gets_an_address_of_its_own():
    campaign = CampaignFactory()
    drafts = [
        CampaignUpdateFactory(campaign=campaign, slug="", state="draft").pk for _ in range(6)
    ]
    left = list(drafts)
    results = at_once(
        6, lambda: services.publish_update(CampaignUpdate.objects.get(pk=left.pop()))
    )
    assert results == [None] * 6
    slugs = set(CampaignUpdate.objects.values_list("slug", flat=True))
    assert slugs == {"neues-de", *(f"neues-de-{n}" for n in range(2, 7))}


class TestWhoSeesDrafts:
    @pytest.mark.parametrize(
        "path",
        [
            "/de/campaigns/wahlrecht/",
            "/de/campaigns/wahlrecht/feed/",
            "/api/v1/campaigns/wahlrecht/",
            "/sitemap.xml",
        ],
    )
    def test_nobody(self, client, campaign, path):
        CampaignUpdateFactory(campaign=campaign, slug="geheim", state="draft")
        page = client.get(path)
        assert page.status_code == 200
        assert "Neues (de)" not in page.text
        assert "geheim" not in page.text

    def test_not_by_its_address(self, client, campaign):
        CampaignUpdateFactory(campaign=campaign, slug="geheim", state="draft")
        assert client.get("/de/campaigns/wahlrecht/updates/geheim/").status_code == 404

    @pytest.mark.parametrize("path", ["updates/da/", "feed/"])
    def test_nor_what_is_published_in_a_draft(self, client, path):
        CampaignUpdateFactory(campaign=CampaignFactory(slug="entwurf", state="draft"), slug="da")
        assert client.get(f"/de/campaigns/entwurf/{path}").status_code == 404

    def test_nor_by_another_campaigns_address(self, client, campaign):
        CampaignUpdateFactory(slug="da")
        assert client.get("/de/campaigns/wahlrecht/updates/da/").status_code == 404


class TestPage:
    @pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
    def test_in_every_language_without_a_cookie(self, client, campaign, language):
        CampaignUpdateFactory(campaign=campaign, slug="da")
        page = client.get(f"/{language}/campaigns/wahlrecht/updates/da/")
        assert page.status_code == 200
        assert not page.cookies
        assert page["Cache-Control"].startswith("public")
        assert "<strong>viel</strong>" in page.text
        assert ('role="note"' in page.text) == (language != "de")

    def test_the_timeline_leads_to_those_that_say_more(self, client, campaign):
        CampaignUpdateFactory(campaign=campaign, slug="lang")
        short = CampaignUpdateFactory(campaign=campaign, slug="kurz")
        short.texts.update(body="")
        page = client.get("/de/campaigns/wahlrecht/").text
        assert 'href="/de/campaigns/wahlrecht/updates/lang/"' in page
        assert "updates/kurz/" not in page
        sitemap = client.get("/sitemap.xml").text
        assert "/de/campaigns/wahlrecht/updates/lang/" in sitemap
        assert "updates/kurz/" not in sitemap

    @pytest.mark.parametrize(
        "path", ["/de/campaigns/wahlrecht/", "/de/campaigns/wahlrecht/feed/",
                 "/de/campaigns/wahlrecht/updates/neu-0/", "/api/v1/campaigns/wahlrecht/"],
    )  # fmt: skip
    def test_as_many_queries_for_three_as_for_one(self, client, campaign, path):
        def cost(language: str) -> int:
            forget_instance()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path.replace("/de/", f"/{language}/")).status_code == 200
            return len(asked)

        CampaignUpdateFactory(campaign=campaign, slug="neu-0", languages=("de", "en"))
        one = cost("en")
        for number in (1, 2):
            CampaignUpdateFactory(campaign=campaign, slug=f"neu-{number}")
        assert cost("tr") == one


class TestFeed:
    def test_newest_first_with_all_that_atom_asks_for(self, client, campaign, settings):
        for number in range(3):
            CampaignUpdateFactory(
                campaign=campaign,
                slug=f"neu-{number}",
                published_at=timezone.now() - timedelta(days=number),
            )
        root = feed(client)
        assert root.tag == f"{ATOM}feed"
        for one in [root, *root.iter(f"{ATOM}entry")]:
            assert one.findtext(f"{ATOM}title")
            assert one.findtext(f"{ATOM}id", "").startswith(settings.SITE_URL)
            assert one.findtext(f"{ATOM}updated", "")[10] == "T"
        links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
        assert links["self"] == f"{settings.SITE_URL}/de/campaigns/wahlrecht/feed/"
        first = next(root.iter(f"{ATOM}entry"))
        assert (first.find(f"{ATOM}link").get("href") or "").endswith("/updates/neu-0/")
        assert "<strong>viel</strong>" in first.findtext(f"{ATOM}content", "")
        ids = [one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry")]
        assert len(set(ids)) == 3

    def test_in_its_language_and_german_where_it_lacks(self, client, campaign):
        CampaignUpdateFactory(campaign=campaign, slug="a", languages=("de", "tr"))
        CampaignUpdateFactory(campaign=campaign, slug="b", languages=("de", "ar"))
        root = feed(client, "tr")
        assert root.get(XML_LANG) == "tr"
        told = {
            (one.get(XML_LANG), one.findtext(f"{ATOM}title")) for one in root.iter(f"{ATOM}entry")
        }
        assert told == {("tr", "Neues (tr)"), ("de", "Neues (de)")}

    def test_empty_it_is_a_feed_nevertheless(self, client, campaign):
        assert entries(client) == []

    def test_what_xml_cannot_hold_breaks_nothing(self, client, campaign):
        update = CampaignUpdateFactory(campaign=campaign, slug="a")
        update.texts.update(title="Ja\x0b & <nein>", body="a\x0bb ]]>")
        assert entries(client) == ["Ja & <nein>"]

    def test_only_the_newest_thirty(self, client, campaign):
        for _ in range(31):
            CampaignUpdateFactory(campaign=campaign)
        assert len(entries(client)) == 30

    def test_not_sent_twice(self, client, campaign):
        CampaignUpdateFactory(campaign=campaign)
        tag = client.get("/de/campaigns/wahlrecht/feed/")["ETag"]
        again = client.get("/de/campaigns/wahlrecht/feed/", headers={"if-none-match": tag})
        assert again.status_code == 304

    def test_the_campaign_page_names_it(self, client, campaign):
        page = client.get("/tr/campaigns/wahlrecht/").text
        assert 'type="application/atom+xml"' in page
        assert 'href="/tr/campaigns/wahlrecht/feed/"' in page
