"""One's own petitions by program: what the workspace lets its people do, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign
from petitions import services
from petitions.models import Addressee, Petition, PetitionText
from privacy.models import AuditEntry
from tests.access.bearer import bearer
from tests.factories import (
    AddresseeFactory,
    CampaignFactory,
    InstrumentFactory,
    OrganisationFactory,
    PetitionFactory,
)
from tests.organising import queries_of, somebody
from tests.petitions.api.conftest import refused

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/petitions/"


def read(client, user, path=LIST) -> dict:
    return client.get(path, headers=bearer(user, "petitions:read")).json()


class TestFinding:
    def test_ones_own_with_drafts_and_nobody_elses(self, client, draft):
        PetitionFactory(slug="fremd", state="draft")
        found = read(client, somebody("viewer", draft.initiator))["results"]
        assert [one["slug"] for one in found] == ["entwurf"]
        assert found[0]["state"] == "draft"
        assert read(client, somebody("stranger"))["results"] == []

    def test_filters(self, client, draft):
        user = somebody("viewer", draft.initiator)
        PetitionFactory(slug="offen", campaign=draft.campaign, initiator=draft.initiator)

        def slugs(query):
            return [one["slug"] for one in read(client, user, f"{LIST}?{query}")["results"]]

        assert slugs("state=draft") == ["entwurf"]
        assert slugs(f"organisation={draft.initiator.slug}") == ["offen", "entwurf"]
        assert slugs("campaign=none") == []

    def test_one_with_what_is_missing_and_a_tag(self, call, draft):
        Petition.objects.update(instrument=None, addressee=None)
        answer = call("get", as_role="viewer")
        assert answer.json()["missing"] == ["addressee", "instrument"]
        assert answer.json()["addressee"] is None
        assert answer["ETag"]
        assert answer["Cache-Control"] == "private, no-store"

    def test_a_stranger_learns_of_nothing(self, call):
        for method, path in (("get", ""), ("patch", ""), ("delete", ""), ("post", "closing/")):
            refused(call(method, path, {}, as_role="stranger"), 404, "not_found")

    def test_the_scope_is_needed_as_well(self, call):
        for method in ("patch", "delete"):
            refused(call(method, body={}, scopes=["petitions:read"]), 403, "scope_missing")
        refused(call("get", scopes=["events:read"]), 403, "scope_missing")

    @pytest.mark.parametrize("path", [LIST, f"{LIST}entwurf/", f"{LIST}entwurf/texts/"])
    def test_as_many_queries_for_three_as_for_one(self, client, draft, path):
        client.force_login(somebody("viewer", draft.initiator))
        one = queries_of(client, path)
        for _number in range(2):
            PetitionFactory(campaign=draft.campaign, initiator=draft.initiator)
        for language in ("tr", "en"):
            PetitionText.objects.create(petition=draft, language=language, title=language)
        assert queries_of(client, path) == one


class TestBeginning:
    def test_a_draft(self, call, draft):
        answer = call("post", LIST, {"campaign": "kampagne", "title": "Neu"}, as_role="editor")
        assert answer.status_code == 201
        assert answer["Location"] == f"{LIST}neu/"
        assert answer["ETag"]
        petition = Petition.objects.get(slug="neu")
        assert (petition.state, petition.initiator) == ("draft", draft.initiator)
        assert answer.json()["title"] == "Neu"

    def test_the_same_key_makes_one(self, call):
        body = {"campaign": "kampagne", "title": "Neu"}
        editor = somebody("editor", Petition.objects.get().initiator)
        # One token: keys are each token's own.
        headers = bearer(editor, "petitions:write")
        answers = [
            call("post", LIST, body, as_role=editor, idempotency_key="k", **headers)
            for _number in range(2)
        ]
        assert [one.status_code for one in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert Petition.objects.filter(slug__startswith="neu").count() == 1

    def test_who_only_looks_on_may_not(self, call):
        body = {"campaign": "kampagne", "title": "Neu"}
        refused(call("post", LIST, body, as_role="viewer"), 403, "forbidden")

    @pytest.mark.parametrize("slug", ["fremd", "none"])
    def test_anothers_campaign_is_refused_as_an_unknown_one(self, call, slug):
        CampaignFactory(slug="fremd")
        told = refused(call("post", LIST, {"campaign": slug, "title": "Neu"}), 422, "invalid")
        assert list(told["errors"]) == ["campaign"]

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({}, {"campaign", "title"}),
            ({"campaign": ["x"], "title": {}}, {"campaign", "title"}),
            ({"campaign": "kampagne", "title": " "}, {"title"}),
            ({"campaign": "kampagne", "title": "x" * 141}, {"title"}),
        ],
    )
    def test_wrong_types_and_values(self, call, body, fields):
        assert set(refused(call("post", LIST, body), 422, "invalid")["errors"]) == fields


class TestChanging:
    def test_what_is_sent_changes_and_the_rest_stays(self, call, draft):
        AddresseeFactory(slug="rat")
        InstrumentFactory(slug="antrag")
        answer = call("patch", body={"addressee": "rat", "goal": 77}, as_role="editor")
        assert answer.status_code == 200, answer.content
        assert answer.json()["addressee"]["slug"] == "rat"
        call("patch", body={"instrument": "antrag", "closes_at": "2030-01-01T12:00:00+01:00"})
        draft.refresh_from_db()
        assert (draft.goal, draft.instrument.slug) == (77, "antrag")
        assert draft.closes_at.isoformat() == "2030-01-01T11:00:00+00:00"
        call("patch", body={"closes_at": None})
        draft.refresh_from_db()
        assert draft.closes_at is None

    def test_somebody_who_is_not_listed_yet(self, call, draft):
        body = {"new_addressee": {"name": "Amt", "website": "https://amt.example"}}
        assert call("patch", body=body).status_code == 200
        draft.refresh_from_db()
        assert draft.addressee.website == "https://amt.example"
        wrong = {"new_addressee": {"name": "Amt", "website": "nowhere"}}
        told = refused(call("patch", body=wrong), 422, "invalid")
        assert list(told["errors"]) == ["new_addressee.website"]
        assert Addressee.objects.filter(texts__name="Amt").count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"goal": 0}, "goal"),
            ({"goal": "viele"}, "goal"),
            ({"goal": None}, "goal"),
            ({"goal": 10**30}, "goal"),
            ({"closes_at": "gestern"}, "closes_at"),
            ({"closes_at": "2001-01-01T00:00:00Z"}, "closes_at"),
            ({"closes_at": "9999-12-31T23:59:59Z"}, "closes_at"),
            ({"addressee": "none"}, "addressee"),
            ({"addressee": {"slug": "rat"}}, "addressee"),
            ({"instrument": "none"}, "instrument"),
            ({"campaign": "none"}, "campaign"),
        ],
    )
    def test_what_the_forms_refuse(self, call, draft, body, field):
        before = Petition.objects.values().get()
        told = refused(call("patch", body={"goal": 5} | body), 422, "invalid")
        assert list(told["errors"]) == [field]
        assert Petition.objects.values().get() == before

    def test_another_organisations_campaign(self, call, draft):
        CampaignFactory(slug="fremd")
        refused(call("patch", body={"campaign": "fremd"}), 422, "invalid")
        draft.refresh_from_db()
        assert draft.campaign.slug == "kampagne"

    def test_who_has_seen_an_older_state_is_told(self, call):
        tag = call("get")["ETag"]
        assert call("patch", body={"goal": 5}, if_match=tag).status_code == 200
        refused(call("patch", body={"goal": 6}, if_match=tag), 412, "precondition_failed")
        assert Petition.objects.get().goal == 5

    def test_signatures_and_languages_are_no_other_state(self, call):
        tag = call("get", accept_language="tr")["ETag"]
        Petition.objects.update(confirmed_count=9)
        assert call("patch", body={"goal": 5}, if_match=tag).status_code == 200

    def test_while_people_sign_it(self, call, draft):
        services.publish(draft)
        refused(call("patch", body={"goal": 9}, as_role="editor"), 403, "forbidden")
        assert call("patch", body={"goal": 9}).status_code == 200
        refused(call("patch", body={"addressee": "landtag"}), 409, "not_changeable")
        later = {"opens_at": "2030-01-01T00:00:00Z"}
        refused(call("patch", body=later), 409, "not_changeable")

    def test_a_viewer_reads_only(self, call):
        refused(call("patch", body={"goal": 5}, as_role="viewer"), 403, "forbidden")

    def test_thrown_away(self, call, draft):
        refused(call("delete", as_role="editor"), 403, "forbidden")
        assert call("delete").status_code == 204
        assert not Petition.objects.exists()
        assert AuditEntry.objects.filter(verb="petitions.discarded").exists()

    def test_what_was_public_is_not_thrown_away(self, call, draft):
        services.publish(draft)
        refused(call("delete"), 403, "forbidden")


class TestTexts:
    def test_german_then_another_language(self, call, draft):
        words = {"title": "Başlık", "demand": "İstek", "summary": "Özet"}
        answer = call("patch", "texts/tr/", words, as_role="editor")
        assert answer.status_code == 200, answer.content
        assert answer.json()["title"] == "Başlık"
        assert answer["ETag"] == call("get", "texts/tr/")["ETag"]
        languages = [one["language"] for one in call("get", "texts/").json()["results"]]
        assert languages == ["de", "tr"]
        call("patch", "texts/de/", {"summary": "Anders"})
        german = PetitionText.objects.get(language="de")
        assert (german.summary, german.demand) == ("Anders", "Wir fordern etwas.")
        assert call("get", "texts/tr/").json()["status"] == "stale"

    def test_a_new_language_is_whole(self, call):
        told = refused(call("patch", "texts/tr/", {"title": "x"}), 422, "invalid")
        assert set(told["errors"]) == {"demand", "summary"}

    def test_errors_by_field(self, call):
        told = refused(call("patch", "texts/de/", {"title": "x" * 141}), 422, "invalid")
        assert list(told["errors"]) == ["title"]
        refused(call("patch", "texts/de/", {"title": ""}), 422, "invalid")
        refused(call("patch", "texts/de/", {"title": ["x"]}), 422, "invalid")

    def test_who_has_seen_an_older_text_is_told(self, call):
        tag = call("get", "texts/de/")["ETag"]
        assert call("patch", "texts/de/", {"title": "Eins"}, if_match=tag).status_code == 200
        answer = call("patch", "texts/de/", {"title": "Zwei"}, if_match=tag)
        refused(answer, 412, "precondition_failed")
        assert PetitionText.objects.get().title == "Eins"

    @pytest.mark.parametrize("path", ["texts/xx/", "texts/tr/"])
    def test_what_is_not_there(self, call, path):
        refused(call("get", path), 404, "not_found")

    def test_what_people_sign_is_changed_in_a_version_of_its_own(self, call, draft):
        refused(call("post", "change/"), 409, "not_open")
        services.publish(draft)
        refused(call("patch", "texts/de/", {"title": "Neu"}), 409, "text_is_fixed")
        assert call("post", "change/", as_role="editor").json()["written_version"] == 2
        assert call("patch", "texts/de/", {"title": "Neu"}).status_code == 200
        assert "Neu" not in str(call("get", "/api/v1/petitions/entwurf/texts/").json())
        body = {"is_substantial": True, "published": 1}
        told = refused(call("post", "change/publication/", body), 422, "invalid")
        assert list(told["errors"]) == ["notes.de"]
        body |= {"notes": {"de": "Der Titel."}}
        refused(call("post", "change/publication/", body, as_role="editor"), 403, "forbidden")
        refused(
            call("post", "change/publication/", body | {"published": 7}),
            409,
            "change_not_publishable",
        )
        answer = call("post", "change/publication/", body)
        assert answer.status_code == 200, answer.content
        assert answer.json()["published_version"] == 2
        assert answer.json()["title"] == "Neu"
        refused(call("post", "change/publication/", body), 409, "change_not_publishable")

    def test_a_change_thrown_away(self, call, draft):
        services.publish(draft)
        call("post", "change/")
        assert call("delete", "change/").json()["written_version"] is None


def test_a_campaign_that_is_over_takes_no_new_petition(call):
    Campaign.objects.update(state="archived")
    body = {"campaign": "kampagne", "title": "Neu"}
    refused(call("post", LIST, body), 422, "invalid")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no rows to hold")
def test_the_row_is_held_while_the_tag_is_compared(call, django_assert_num_queries):

    with CaptureQueriesContext(connection) as asked:
        call("patch", body={"goal": 5})
    assert any("FOR NO KEY UPDATE" in one["sql"] for one in asked)


def test_another_organisations_petition(call, draft):
    other = somebody("owner", OrganisationFactory())
    refused(call("get", as_role=other), 404, "not_found")
    refused(call("patch", body={"goal": 5}, as_role=other), 404, "not_found")
