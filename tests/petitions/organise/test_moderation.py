"""The moderators' pages: the queue, one submission, and the decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import services
from petitions.models import Moderation, Petition, PetitionReview
from tests.factories import PetitionFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
QUEUE = "/de/organise/petitions/moderation/"


@pytest.fixture
def submitted(draft, person, moderated) -> Petition:
    services.submit(draft, actor=person("organiser"))
    return draft


def decision(petition: Petition, **typed: str) -> dict[str, str]:
    return {"seen": petition.submitted_at.isoformat()} | typed


def test_the_site_is_told_to_look_through_and_no_longer(client, enter):
    enter("administrator")
    for said, is_asked in (("yes", True), ("no", False)):
        client.post(f"{QUEUE}ask/", {"is_asked": said})
        assert Moderation.objects.get().is_asked is is_asked


def test_organisers_submit_where_it_is_asked(client, enter, draft, moderated):
    enter("organiser")
    page = client.get(url("check/"))
    assert url("submit/") in page.text
    assert url("publish/") not in page.text
    assert client.post(url("publish/")).status_code == 422
    assert client.post(url("submit/")).status_code == 302
    draft.refresh_from_db()
    assert draft.is_submitted


def test_whoever_has_waited_longest_comes_first(client, enter, submitted):
    enter("moderator")
    older = timezone.now() - timedelta(days=3)
    PetitionFactory(slug="alt", state="draft", review="submitted", submitted_at=older)
    petitions = list(client.get(QUEUE).context["page"])
    assert [petition.slug for petition in petitions] == ["alt", "entwurf"]


@pytest.mark.parametrize(
    ("typed", "state", "review"),
    [
        ({"decision": "approve"}, "open", ""),
        ({"decision": "return", "reason": "Bitte kürzer."}, "draft", "returned"),
        ({"decision": "reject", "reason": "Verletzt."}, "rejected", ""),
    ],
)
def test_deciding(client, enter, submitted, typed, state, review):
    user = enter("moderator")
    assert client.post(url("review/"), decision(submitted, **typed))["Location"] == QUEUE
    submitted.refresh_from_db()
    assert (submitted.state, submitted.review) == (state, review)
    last = PetitionReview.objects.first()
    assert (last.by, last.reason) == (user, typed.get("reason", ""))
    assert client.get(url()).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "decision"),
        ({"decision": "burn"}, "decision"),
        ({"decision": "return"}, "reason"),
        ({"decision": "reject", "reason": " "}, "reason"),
        ({"decision": "approve", "seen": "gestern"}, "seen"),
    ],
)
def test_what_is_no_decision(client, enter, submitted, typed, field):
    enter("moderator")
    answer = client.post(url("review/"), decision(submitted, **typed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    submitted.refresh_from_db()
    assert submitted.is_submitted


def test_what_was_decided_meanwhile_is_said(client, enter, submitted, moderated):
    enter("moderator")
    sent = decision(submitted, decision="return", reason="Nein")
    services.approve(submitted, seen=submitted.submitted_at, actor=moderated)
    assert client.post(url("review/"), sent)["Location"] == url()
    submitted.refresh_from_db()
    assert submitted.state == "open"


def test_the_reason_stands_on_the_petitions_page(client, enter, submitted, moderated):
    services.send_back(submitted, "Bitte kürzer.", seen=submitted.submitted_at, actor=moderated)
    enter("viewer")
    page = client.get(url()).text
    assert page.count("Bitte kürzer.") == 2  # above, and in the history


def test_a_changed_text_is_read_beside_the_public_one(client, enter, person, opened, moderated):
    organiser = person("organiser")
    services.begin_change(opened, actor=organiser)
    seen = services.state_of_part(opened.texts.get(version=2), ("title",))
    services.write_words(opened, "de", {"title": "Ganz neu"}, seen=seen)
    client.force_login(organiser)
    sent = {"is_substantial": "yes", "note_de": "Neuer Titel", "published": "1"}
    assert client.post(url("change/publish/"), sent).status_code == 302
    opened.refresh_from_db()
    assert (opened.is_submitted, opened.published_version) == (True, 1)
    enter("moderator")
    page = client.get(url("review/")).text
    assert "Ganz neu" in page
    assert "Neuer Titel" in page
    client.post(url("review/"), decision(opened, decision="approve"))
    opened.refresh_from_db()
    assert (opened.published_version, opened.review) == (2, "")
