"""A petition's way by program, from the draft to the answer, and its milestones."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import services
from petitions.models import Petition, PetitionStep
from tests.factories import PetitionFactory, PetitionStepFactory
from tests.organising import somebody
from tests.petitions.api.conftest import refused

pytestmark = pytest.mark.django_db
WAYS = ("publication/", "submission/", "closing/", "handover/")


def answer_today() -> dict:
    """Of the day it is then: a run of the suite may go on past midnight."""
    return {
        "outcome": "answered",
        "happened_on": str(timezone.localdate()),
        "title": "Ja",
        "body": "Der Rat sagt ja.",
    }


def test_all_the_way(call, client):
    for way, state in (
        ("publication/", "open"),
        ("closing/", "closed"),
        ("publication/", "open"),
        ("handover/", "handed_over"),
    ):
        answer = call("post", way)
        assert (answer.status_code, answer.json()["state"]) == (200, state), answer.content
    assert call("post", "answer/", answer_today()).json()["state"] == "answered"
    steps = client.get("/api/v1/petitions/entwurf/steps/").json()["results"]
    assert [step["kind"] for step in steps] == ["handover", "response"]
    assert steps[1]["text"]["body"] == "Der Rat sagt ja."


def test_a_date_to_come_lets_it_open_by_itself(call, draft):
    Petition.objects.update(opens_at=timezone.now() + timedelta(days=3))
    told = call("post", "publication/").json()
    assert (told["state"], told["is_scheduled"]) == ("draft", True)
    assert call("delete", "submission/").json()["is_scheduled"] is False
    refused(call("delete", "submission/"), 409, "nothing_to_take_back")


def test_what_can_not_be_done_now_is_said(call, draft):
    refused(call("post", "closing/"), 409, "not_closable")
    refused(call("post", "handover/"), 409, "not_to_hand_over")
    refused(call("post", "answer/", answer_today()), 409, "not_answerable")
    Petition.objects.update(addressee=None)
    told = refused(call("post", "publication/", accept_language="de"), 409, "not_publishable")
    assert told["detail"]
    refused(call("post", "submission/"), 409, "not_submittable")
    assert Petition.objects.get().state == "draft"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("role", "status", "code"),
    [("editor", 403, "forbidden"), ("stranger", 404, "not_found")],
)
def test_only_whoever_may_publish(call, way, role, status, code):
    refused(call("post", way, as_role=role), status, code)
    refused(call("post", way, scopes=["petitions:read"]), 403, "scope_missing")
    assert Petition.objects.get().state == "draft"


def test_where_the_site_looks_petitions_through(call, draft):
    services.ask_for_moderation(True, actor=somebody("administrator"))
    refused(call("post", "publication/"), 409, "not_publishable")
    assert call("post", "submission/").json()["review"] == "submitted"
    refused(call("patch", "texts/de/", {"title": "Neu"}), 409, "text_is_fixed")
    assert call("delete", "submission/").json()["review"] == ""


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "perhaps"}, {"title": ""}, {"happened_on": "2099-01-01"}, {"happened_on": 7}],
)
def test_answers_that_are_none(call, draft, wrong):
    services.publish(draft)
    services.hand_over(draft)
    told = refused(call("post", "answer/", answer_today() | wrong), 422, "invalid")
    assert list(told["errors"]) == list(wrong)
    assert Petition.objects.get().state == "handed_over"


class TestSteps:
    def test_noted_moved_written_and_removed(self, call, draft):
        body = {"happened_on": "2026-05-01", "title": "Tausend"}
        answer = call("post", "steps/", body)
        assert answer.status_code == 201, answer.content
        path = answer["Location"]
        assert answer.json()["text"]["title"] == "Tausend"
        assert call("patch", path, {"happened_on": "2026-05-02"}).status_code == 200
        assert call("patch", f"{path}texts/tr/", {"title": "Bin"}).json()["language"] == "tr"
        [step] = call("get", "steps/", accept_language="tr").json()["results"]
        assert (step["happened_on"], step["text"]["title"]) == ("2026-05-02", "Bin")
        assert call("delete", path).status_code == 204
        assert not PetitionStep.objects.exists()

    def test_a_handover_stays(self, call, draft):
        services.publish(draft)
        services.hand_over(draft)
        step = PetitionStep.objects.get()
        refused(call("delete", f"steps/{step.pk}/"), 409, "not_a_milestone")

    def test_a_step_of_another_petition(self, call):
        step = PetitionStepFactory(petition=PetitionFactory())
        for method, path in (("patch", ""), ("delete", ""), ("patch", "texts/de/")):
            body = {"happened_on": str(timezone.localdate())}
            refused(call(method, f"steps/{step.pk}/{path}", body), 404, "not_found")
        assert PetitionStep.objects.get() == step

    def test_editors_note_none(self, call):
        body = {"happened_on": str(timezone.localdate()), "title": "x"}
        refused(call("post", "steps/", body, as_role="editor"), 403, "forbidden")

    @pytest.mark.parametrize("wrong", [{"title": ""}, {"happened_on": "never"}, {"title": [1]}])
    def test_wrong_types(self, call, wrong):
        body = {"happened_on": str(timezone.localdate()), "title": "x"} | wrong
        told = refused(call("post", "steps/", body), 422, "invalid")
        assert list(told["errors"]) == list(wrong)
