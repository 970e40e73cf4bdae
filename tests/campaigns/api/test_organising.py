"""One's own campaigns and their updates by program, by the workspace's own rules."""

from functools import partial

import pytest

from campaigns.models import Campaign, CampaignText, CampaignUpdate
from campaigns.services import mailing
from tests.access.bearer import bearer
from tests.access.calling import call as call_as
from tests.access.calling import refused
from tests.factories import (
    ActionFieldFactory,
    CampaignFactory,
    CampaignUpdateFactory,
    OrganisationFactory,
)
from tests.organising import queries_of, somebody

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/campaigns/"
ONE = f"{LIST}hier/"
BOTH = ["campaigns:read", "campaigns:write"]
LATER = "2099-01-01T09:00:00Z"


@pytest.fixture
def campaign(db) -> Campaign:
    return CampaignFactory(slug="hier", state="draft", lead=OrganisationFactory(slug="bund"))


@pytest.fixture
def call(campaign):
    people = {}

    def call(method, path, body=None, *, role="organiser", scopes=BOTH, **more):
        user = people.setdefault(role, None) or somebody(role, campaign.lead)
        people[role] = user
        return call_as(user, method, path, body, scopes=scopes, **more)

    return call


class TestFinding:
    def test_ones_own_with_drafts(self, call, campaign):
        CampaignFactory(state="draft")
        assert [one["slug"] for one in call("get", LIST).json()["results"]] == ["hier"]
        assert call("get", f"{LIST}?state=published").json()["results"] == []
        assert call("get", LIST, role="stranger").json()["results"] == []
        assert call("get", ONE, role="viewer").json()["state"] == "draft"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", ""), ("patch", ""), ("patch", "texts/de/"), ("post", "publication/"),
            ("post", "closing/"), ("post", "schedule/"), ("post", "updates/"),
            ("get", "updates/"), ("get", "endorsements/"), ("post", "endorsements/"),
        ],
    )  # fmt: skip
    def test_strangers_and_scopes(self, call, method, path):
        refused(call(method, f"{ONE}{path}", {}, role="stranger"), 404, "not_found")
        wrong = ["petitions:write"] if method == "get" else ["campaigns:read"]
        refused(call(method, f"{ONE}{path}", {}, scopes=wrong), 403, "scope_missing")

    @pytest.mark.parametrize(
        ("method", "path"),
        [("patch", ""), ("patch", "texts/de/"), ("post", "publication/"), ("post", "updates/")],
    )
    def test_a_viewer_reads_only(self, call, method, path):
        refused(call(method, f"{ONE}{path}", {}, role="viewer"), 403, "forbidden")

    @pytest.mark.parametrize("part", ["", "texts/", "updates/"])
    def test_as_many_queries_for_three_as_for_one(self, client, campaign, part):
        client.force_login(somebody("viewer", campaign.lead))
        path = f"{ONE}{part}" if part else LIST
        CampaignUpdateFactory(campaign=campaign)
        one = queries_of(client, path)
        for language in ("tr", "en"):
            CampaignFactory(lead=campaign.lead)
            CampaignUpdateFactory(campaign=campaign)
            CampaignText.objects.create(campaign=campaign, language=language, title=language)
        assert queries_of(client, path) == one


class TestWriting:
    def test_begun_by_an_editor(self, call):
        body = {"lead": "bund", "title": "Neu hier", "summary": "Darum"}
        answer = call("post", LIST, body, role="editor")
        assert (answer.status_code, answer["Location"]) == (201, f"{LIST}neu-hier/")
        assert answer["ETag"]
        assert Campaign.objects.get(slug="neu-hier").state == "draft"

    def test_in_the_name_of_ones_own_organisation_only(self, call):
        OrganisationFactory(slug="fremd")
        for lead in ("fremd", "none"):
            told = call("post", LIST, {"lead": lead, "title": "Neu", "summary": "Darum"})
            assert list(refused(told, 422, "invalid")["errors"]) == ["lead"]
        told = refused(call("post", LIST, {"lead": ["bund"], "title": {}}), 422, "invalid")
        assert set(told["errors"]) == {"lead", "title", "summary"}

    def test_settings(self, call, campaign):
        ActionFieldFactory(slug="bildung")
        body = {"visibility": "unlisted", "fields_of_work": ["bildung"]}
        answer = call("patch", ONE, body, role="editor")
        assert answer.json()["fields_of_work"] == ["bildung"]
        assert call("patch", ONE, {"visibility": "listed"}).json()["fields_of_work"] == ["bildung"]
        tag = answer["ETag"]
        stale = call("patch", ONE, {"fields_of_work": []}, if_match=tag)
        refused(stale, 412, "precondition_failed")
        for wrong in ({"fields_of_work": ["none"]}, {"visibility": "secret"}):
            told = refused(call("patch", ONE, wrong), 422, "invalid")
            assert next(iter(told["errors"])).startswith(next(iter(wrong)))
        assert campaign.fields.count() == 1

    def test_texts_by_language(self, call, campaign):
        answer = call("patch", f"{ONE}texts/de/", {"story": "Lang"}, role="editor")
        assert (answer.json()["story"], answer.json()["summary"]) == ("Lang", "Worum es geht")
        told = refused(call("patch", f"{ONE}texts/tr/", {"title": "Ev"}), 422, "invalid")
        assert list(told["errors"]) == ["summary"]
        words = {"title": "Ev", "summary": "Neden"}
        assert call("patch", f"{ONE}texts/tr/", words)["ETag"]
        stale = call("patch", f"{ONE}texts/de/", {"title": "x"}, if_match='"old"')
        refused(stale, 412, "precondition_failed")
        refused(call("get", f"{ONE}texts/en/"), 404, "not_found")

    def test_german_comes_first(self, call, campaign):
        campaign.texts.all().delete()
        words = {"title": "Ev", "summary": "Neden"}
        refused(call("patch", f"{ONE}texts/tr/", words), 409, "text_is_fixed")


class TestLeading:
    def test_published_and_archived(self, call):
        assert call("post", f"{ONE}publication/").json()["state"] == "published"
        refused(call("post", f"{ONE}publication/"), 409, "not_publishable")
        assert call("post", f"{ONE}closing/").json()["state"] == "archived"
        refused(call("post", f"{ONE}closing/"), 409, "not_closable")

    def test_editors_publish_nothing(self, call):
        for part in ("publication/", "closing/", "schedule/"):
            refused(call("post", f"{ONE}{part}", {"at": LATER}, role="editor"), 403, "forbidden")

    def test_at_a_time_to_come(self, call, campaign):
        assert call("post", f"{ONE}schedule/", {"at": LATER}).json()["publish_at"]
        assert call("delete", f"{ONE}schedule/").json()["publish_at"] is None
        past = call("post", f"{ONE}schedule/", {"at": "2001-01-01T00:00:00Z"})
        refused(past, 409, "not_publishable")
        for wrong in ({}, {"at": None}, {"at": "soon"}):
            told = refused(call("post", f"{ONE}schedule/", wrong), 422, "invalid")
            assert list(told["errors"]) == ["at"]


class TestUpdates:
    BODY = {"title": "Tausend", "body": "Viele.", "happened_on": "2026-05-01"}

    def test_written_published_and_taken_back(self, call, client, campaign):
        call("post", f"{ONE}publication/")
        answer = call("post", f"{ONE}updates/", self.BODY, role="editor")
        assert answer.status_code == 201, answer.content
        path = answer["Location"]
        public = "/api/v1/campaigns/hier/updates/"
        assert client.get(public).json()["results"] == []
        refused(call("post", f"{path}publication/", role="editor"), 403, "forbidden")
        for _number in range(2):
            assert call("post", f"{path}publication/").json()["state"] == "published"
        assert [one["title"] for one in client.get(public).json()["results"]] == ["Tausend"]
        words = {"title": "Bin", "body": "Çok"}
        assert call("patch", f"{path}texts/tr/", words, role="editor").status_code == 200
        assert call("get", f"{path}texts/tr/").json()["title"] == "Bin"
        assert call("delete", f"{path}publication/").json()["state"] == "draft"

    def test_the_same_key_writes_one(self, campaign):
        user = somebody("editor", campaign.lead)
        header = bearer(user, "campaigns:write")
        send = partial(call_as, user, "post", f"{ONE}updates/", self.BODY, scopes=BOTH)
        answers = [send(idempotency_key="k", **header) for _number in range(2)]
        assert answers[0].json() == answers[1].json()
        assert CampaignUpdate.objects.count() == 1

    def test_what_letters_lead_to_stays(self, call, campaign):
        call("post", f"{ONE}publication/")
        campaign.refresh_from_db()
        update = CampaignUpdateFactory(campaign=campaign)
        mailing.start(mailing.prepare(update))
        refused(call("delete", f"{ONE}updates/{update.pk}/publication/"), 409, "already_mailed")

    def test_at_a_time_to_come(self, call, campaign):
        update = CampaignUpdateFactory(campaign=campaign, state="draft")
        path = f"{ONE}updates/{update.pk}/schedule/"
        assert call("post", path, {"at": LATER}).json()["publish_at"]
        assert call("delete", path).json()["publish_at"] is None
        refused(call("post", path, {"at": "2001-01-01T00:00:00Z"}), 409, "not_publishable")

    def test_another_campaigns_update(self, call):
        other = CampaignUpdateFactory()
        for method, part in (("get", ""), ("post", "publication/"), ("patch", "texts/de/")):
            path = f"{ONE}updates/{other.pk}/{part}"
            refused(call(method, path, {}), 404, "not_found")

    @pytest.mark.parametrize("wrong", [{"title": " "}, {"happened_on": "x"}, {"body": ["x"]}])
    def test_wrong_types(self, call, wrong):
        told = refused(call("post", f"{ONE}updates/", self.BODY | wrong), 422, "invalid")
        assert list(told["errors"]) == list(wrong)
