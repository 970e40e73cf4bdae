"""Translating side by side, and what is missing at a glance."""

import pytest

from campaigns.models import Campaign, CampaignText
from languages.models import Translation
from tests.factories import CampaignFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
Status = Translation.Status
LIST = "/de/organise/translations/"


@pytest.fixture
def campaign() -> Campaign:
    campaign = CampaignFactory(slug="wahlrecht")
    # What nobody of the campaign's team may see in the list of others.
    campaign.lead.texts.all().delete()
    return campaign


def path(campaign: Campaign, language: str = "tr") -> str:
    return f"{LIST}campaign/{campaign.pk}/{language}/"


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200, administrator=200)
def test_who_may_translate(campaign, role, status):
    assert logged_in(role, campaign.lead).get(path(campaign)).status_code == status


@roles_get(stranger=403, viewer=403, editor=200, organiser=200, owner=200)
@pytest.mark.parametrize("page", ["export/tr/", "import/"])
def test_who_may_take_files(campaign, role, status, page):
    assert logged_in(role, campaign.lead).get(f"{LIST}{page}").status_code == status


@pytest.mark.parametrize("language", ["de", "xx"])
def test_only_into_languages_that_follow(campaign, language):
    assert logged_in("editor", campaign.lead).get(path(campaign, language)).status_code == 404


def test_an_unknown_kind_is_unknown(campaign):
    client = logged_in("editor", campaign.lead)
    assert client.get(f"{LIST}secret/{campaign.pk}/tr/").status_code == 404


class TestForm:
    def send(self, client, campaign, **words):
        seen = client.get(path(campaign)).context["form"]["seen"].value()
        data = {"title": "Başlık", "summary": "Özet", "seen": seen} | words
        return client.post(path(campaign), data)

    def test_the_german_stands_beside_it(self, campaign):
        page = logged_in("editor", campaign.lead).get(path(campaign))
        assert "wahlrecht (de)" in page.text
        # The German has no story, so there is none to translate.
        assert page.context["form"].word_names == ["title", "summary"]
        # Each label begins as a heading does, and the page says which text it is.
        assert "In einem Satz, auf Deutsch" in page.text
        assert "Kampagne: " in page.text

    def test_it_is_stored_as_reviewed_or_as_a_machines_work(self, campaign):
        client = logged_in("editor", campaign.lead)
        assert self.send(client, campaign, translator="Frau A.").status_code == 302
        text = campaign.texts.get(language="tr")
        assert (text.title, text.status, text.translator) == ("Başlık", Status.REVIEWED, "Frau A.")
        self.send(client, campaign, is_machine="on")
        assert campaign.texts.get(language="tr").status == Status.MACHINE

    def test_half_a_translation_is_none(self, campaign):
        answer = self.send(logged_in("editor", campaign.lead), campaign, summary="")
        assert answer.status_code == 422
        assert not campaign.texts.filter(language="tr").exists()

    def test_a_stale_one_is_fresh_again_once_somebody_has_looked(self, campaign):
        CampaignText.objects.create(
            campaign=campaign, language="tr", title="E", summary="E", status=Status.STALE
        )
        client = logged_in("editor", campaign.lead)
        page = client.get(path(campaign).replace("/de/", "/en/", 1))
        assert "The German text has changed since" in page.text
        self.send(client, campaign)
        assert campaign.texts.get(language="tr").status == Status.REVIEWED


class TestList:
    def test_what_is_missing_at_a_glance(self, campaign):
        CampaignText.objects.create(campaign=campaign, language="tr", title="B", summary="Ö")
        rows = logged_in("viewer", campaign.lead).get(LIST).context["rows"]
        assert [dict(row.states) for row in rows] == [
            {"en": "missing", "tr": "reviewed", "ar": "missing"}
        ]

    def test_one_language(self, campaign):
        CampaignText.objects.create(campaign=campaign, language="tr", title="B", summary="Ö")
        client = logged_in("viewer", campaign.lead)
        assert not client.get(LIST, {"open": "tr"}).context["rows"]
        assert client.get(LIST, {"open": "ar"}).context["rows"]

    def test_a_fixed_number_of_queries(self, campaign):
        client = logged_in("owner", campaign.lead)
        queries_of(client, LIST)
        with_one = queries_of(client, LIST)
        for _more in range(2):
            CampaignFactory(lead=campaign.lead)
        assert queries_of(client, LIST) == with_one
