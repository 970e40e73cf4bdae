"""The API's first room: the same rules, limits and answers as the pages have."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jobs.services import run_due
from petitions import services
from petitions.consents import NEWS, SIGNING
from petitions.forms import SignForm
from petitions.models import Petition, Signature
from privacy.models import Consent, Secret
from tests.factories import (
    ActionFieldFactory,
    CampaignFactory,
    PetitionFactory,
    PetitionStepFactory,
)
from tests.petitions.signing import nothing_was_taken, stored
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
SIGN = "/api/v1/petitions/wahlrecht/signatures/"
CONFIRM = "/api/v1/signatures/confirmations/"


@pytest.fixture
def wanted(typed) -> dict:
    """What a program sends to sign."""
    return typed | {"consent_signing": True, "text": int(typed["text"])}


def post(client, path: str, body, **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def assert_problem(answer, status: int, code: str) -> dict:
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    return problem


class TestReading:
    def test_a_list_in_the_language_asked_for(self, client, petition):
        answer = client.get("/api/v1/petitions/", headers={"accept-language": "tr"})
        [found] = answer.json()["results"]
        assert found["text"]["language"] == answer["Content-Language"] == "tr"
        assert found["addressee"]["language"] == "de"  # what is missing is given in German
        assert "Accept-Language" in answer["Vary"]
        assert "Cookie" not in answer["Vary"]
        assert found["browser_url"].endswith("/tr/petitions/wahlrecht/")

    def test_the_address_may_name_the_language(self, client, petition):
        answer = client.get("/api/v1/petitions/wahlrecht/?language=ar")
        assert answer.json()["text"]["language"] == answer["Content-Language"] == "ar"

    def test_a_language_that_is_not_shipped(self, client, petition):
        problem = assert_problem(client.get("/api/v1/petitions/?language=xx"), 422, "invalid")
        assert set(problem["errors"]) == {"language"}

    def test_detail(self, client, petition):
        PetitionStepFactory(petition=petition)
        found = client.get("/api/v1/petitions/wahlrecht/?language=en").json()
        assert found["is_open"] is True
        assert found["text"]["id"] == petition.texts.get(language="en").pk
        assert found["steps"][0]["text"]["title"] == "Ein Schritt"
        with translation.override("en"):
            label = str(SignForm.base_fields["consent_signing"].label)
        assert found["consents"]["consent_signing"] == label

    def test_not_sent_twice(self, client, petition):
        for path in ("/api/v1/petitions/", "/api/v1/petitions/wahlrecht/"):
            answer = client.get(path)
            assert answer["Cache-Control"] == "public, max-age=5"
            again = client.get(path, headers={"if-none-match": answer["ETag"]})
            assert (again.status_code, again.content) == (304, b"")

    def test_drafts_are_nobodys(self, client, petition):
        Petition.objects.update(state="draft")
        assert client.get("/api/v1/petitions/").json()["results"] == []
        assert_problem(client.get("/api/v1/petitions/wahlrecht/"), 404, "not_found")

    def test_filters(self, client, petition):
        field = ActionFieldFactory(slug="bildung")
        other = PetitionFactory(slug="andere", state="closed")
        other.campaign.fields.add(field)

        def slugs(query):
            found = client.get(f"/api/v1/petitions/?{query}").json()["results"]
            return [one["slug"] for one in found]

        assert slugs("") == ["andere", "wahlrecht"]
        assert slugs("state=open") == ["wahlrecht"]
        assert slugs("field=bildung") == ["andere"]
        assert slugs(f"campaign={petition.campaign.slug}") == ["wahlrecht"]
        assert slugs("field=none") == []
        assert_problem(client.get("/api/v1/petitions/?state=draft"), 422, "invalid")

    def test_cursor_pages(self, client, petition):
        PetitionFactory.create_batch(2)
        first = client.get("/api/v1/petitions/?page_size=2").json()
        second = client.get(first["next"]).json()
        assert [len(first["results"]), len(second["results"])] == [2, 1]
        assert second["next"] is None
        assert_problem(client.get("/api/v1/petitions/?cursor=x"), 404, "not_found")

    @pytest.mark.parametrize("path", ["", "wahlrecht/"])
    def test_as_many_queries_for_three_as_for_one(self, client, petition, path):
        PetitionStepFactory(petition=petition)

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/api/v1/petitions/{path}").status_code == 200
            return len(queries)

        one = cost()
        PetitionFactory.create_batch(2)
        PetitionStepFactory.create_batch(2, petition=petition)
        assert cost() == one <= 7

    @pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nowhere/", "/api/v2/x"])
    def test_unknown_addresses(self, client, path):
        assert_problem(client.get(path), 404, "not_found")

    def test_wrong_method(self, client, petition):
        for answer in (client.delete("/api/v1/petitions/wahlrecht/"), client.get(SIGN)):
            assert_problem(answer, 405, "method_not_allowed")
            assert answer["Allow"]


class TestSigning:
    def test_stored_and_mailed(self, client, wanted, petition):
        answer = post(client, SIGN, wanted | {"consent_news": True}, accept_language="en")
        assert (answer.status_code, answer.json()) == (202, {"status": "mail_sent"})
        assert answer["Cache-Control"] == "no-store"
        signature = stored()
        assert (signature.given_name, signature.language) == ("Ayşe", "en")
        assert signature.text_id == wanted["text"]
        assert {c.purpose for c in Consent.objects.all()} == {SIGNING, NEWS}
        run_due()
        assert len(mail.outbox) == 1

    def test_the_same_answer_to_a_repeat(self, client, wanted):
        answers = [
            post(client, SIGN, wanted | {"email": email})
            for email in ("ayse@example.org", "AYSE@example.org")
        ]
        assert answers[0].content == answers[1].content
        assert dict(answers[0].headers) == dict(answers[1].headers)
        assert stored().email == "AYSE@example.org"

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"given_name": ""}, "given_name"),
            ({"given_name": None}, "given_name"),
            ({"given_name": ["x"]}, "given_name"),
            ({"given_name": "A\x00B"}, "given_name"),
            ({"family_name": "x" * 81}, "family_name"),
            ({"email": "nobody"}, "email"),
            ({"email": {"a": 1}}, "email"),
            ({"postcode": "!"}, "postcode"),
            ({"consent_signing": False}, "consent_signing"),
            ({"consent_signing": "perhaps"}, "consent_signing"),
            ({"text": "x"}, "text"),
            ({"text": 10**30}, "text"),
        ],
    )
    def test_what_the_form_refuses(self, client, wanted, change, field):
        problem = assert_problem(post(client, SIGN, wanted | change), 422, "invalid")
        assert list(problem["errors"]) == [field]
        assert nothing_was_taken()

    def test_missing_fields_in_the_forms_own_words(self, client, petition):
        problem = assert_problem(post(client, SIGN, {}, accept_language="en"), 422, "invalid")
        assert set(problem["errors"]) == {
            "given_name", "family_name", "email", "postcode", "consent_signing"
        }  # fmt: skip
        assert problem["errors"]["given_name"] == ["Enter your given name."]

    @pytest.mark.parametrize("body", ["[]", '"x"', "7", "null"])
    def test_json_that_is_no_object(self, client, petition, body):
        assert_problem(post(client, SIGN, body), 422, "invalid")

    def test_what_is_no_json(self, client, petition, typed):
        assert_problem(post(client, SIGN, "{"), 400, "bad_request")
        assert_problem(client.post(SIGN, typed), 415, "unsupported_media_type")

    def test_closed_and_unknown(self, client, wanted):
        unknown = SIGN.replace("wahlrecht", "none")
        assert_problem(post(client, unknown, wanted), 404, "not_found")
        Petition.objects.update(state="closed")
        assert_problem(post(client, SIGN, wanted), 409, "petition_closed")

    def test_before_its_first_day(self, client, wanted):
        Petition.objects.update(opens_at=datetime(2099, 12, 1, 17, 30, tzinfo=UTC))
        problem = assert_problem(
            post(client, f"{SIGN}?language=de", wanted), 409, "petition_opens_later"
        )
        assert "1. Dezember 2099" in problem["detail"]
        assert "18:30" in problem["detail"]

    def test_too_often(self, client, wanted, settings):
        settings.LIMITS = settings.LIMITS | {"sign:network": "1/hour"}
        assert post(client, SIGN, wanted).status_code == 202
        answer = post(client, SIGN, wanted)
        assert_problem(answer, 429, "too_many_requests")
        assert int(answer["Retry-After"]) > 0

    def test_too_often_with_one_address_is_not_told(self, client, wanted, settings):
        settings.LIMITS = settings.LIMITS | {"sign:address": "1/hour"}
        names = ("Ayşe", "Bob", "Can")
        answers = [post(client, SIGN, wanted | {"given_name": name}) for name in names]
        assert [one.status_code for one in answers] == [202, 202, 202]
        assert answers[0].content == answers[1].content == answers[2].content
        headers = [dict(one.headers) for one in answers]
        assert headers[0] == headers[1] == headers[2]
        assert stored().given_name == "Bob"
        Petition.objects.update(state="closed")
        forget_remembered()
        assert_problem(post(client, SIGN, wanted), 409, "petition_closed")

    def test_the_pages_limits_count_here_too(self, client, wanted, typed, settings):
        settings.LIMITS = settings.LIMITS | {"sign:network": "1/hour"}
        client.post("/de/petitions/wahlrecht/sign/", typed)
        assert_problem(post(client, SIGN, wanted), 429, "too_many_requests")

    def test_a_session_has_no_say(self, client, wanted, django_user_model):
        client.force_login(django_user_model.objects.create_user("a@example.org"))
        client.handler.enforce_csrf_checks = True
        assert post(client, SIGN, wanted).status_code == 202


class TestConfirming:
    def test_counted_once(self, client, signed, secret_mailed):
        secret = secret_mailed()
        answer = post(client, CONFIRM, {"secret": secret})
        assert answer.status_code == 200
        assert answer.json() == {"status": "confirmed", "petition": "wahlrecht"}
        assert_problem(post(client, CONFIRM, {"secret": secret}), 410, "secret_used")
        services.fold()
        assert Petition.objects.get().confirmed_count == 1

    def test_forged(self, client, db):
        assert_problem(post(client, CONFIRM, {"secret": "x" * 43}), 404, "secret_unknown")

    def test_expired(self, client, signed, secret_mailed):
        secret = secret_mailed()
        Secret.objects.update(expires_at=signed.signed_at)
        assert_problem(post(client, CONFIRM, {"secret": secret}), 410, "secret_expired")

    def test_handed_over_since(self, client, signed, secret_mailed):
        secret = secret_mailed()
        Petition.objects.update(state="handed_over")
        assert_problem(post(client, CONFIRM, {"secret": secret}), 409, "petition_frozen")

    def test_too_often(self, client, settings):
        settings.LIMITS = settings.LIMITS | {"confirm:network": "1/hour"}
        post(client, CONFIRM, {"secret": "x"})
        assert_problem(post(client, CONFIRM, {"secret": "x"}), 429, "too_many_requests")

    @pytest.mark.parametrize(
        "body", [{}, {"secret": ""}, {"secret": ["x"]}, {"secret": "x" * 201}]
    )
    def test_no_secret(self, client, body):
        problem = assert_problem(post(client, CONFIRM, body), 422, "invalid")
        assert list(problem["errors"]) == ["secret"]


def test_signing_by_page_and_by_program_store_the_same(client, wanted, typed):
    def told() -> tuple:
        one = stored()
        return (
            one.person_key,
            one.given_name,
            one.postcode,
            one.district,
            one.text_id,
            one.language,
        )

    post(client, SIGN, wanted, accept_language="en")
    by_program = told()
    Signature.objects.all().delete()
    client.post("/en/petitions/wahlrecht/sign/", typed)
    assert told() == by_program


def test_a_petition_of_an_unlisted_campaign_is_read_by_its_link_and_found_nowhere(client, db):
    PetitionFactory(slug="still", campaign=CampaignFactory(visibility="unlisted"))
    assert client.get("/de/petitions/still/").status_code == 200
    assert client.get("/api/v1/petitions/still/").status_code == 200
    for path in ("/de/petitions/", "/de/", "/api/v1/petitions/", "/sitemap.xml"):
        assert "petitions/still" not in client.get(path).text
