"""A petition's way in the workspace: each deed asks once, says what follows, and does it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import services
from petitions.models import Petition, PetitionStep
from tests.factories import PetitionFactory, PetitionStepFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db


def state() -> str:
    return Petition.objects.get(slug="entwurf").state


def test_all_the_way(client, enter, draft):
    enter("organiser")
    for deed, expected in (
        ("publish/", "open"),
        ("close/", "closed"),
        ("publish/", "open"),
        ("hand-over/", "handed_over"),
    ):
        assert client.get(url(deed)).status_code == 200
        assert client.post(url(deed))["Location"] == url()
        assert state() == expected
        assert client.get(url()).status_code == 200
    typed = {"outcome": "answered", "happened_on": str(timezone.localdate()), "title": "Antwort"}
    assert client.post(url("answer/"), typed | {"body": "Der Rat sagt ja."}).status_code == 302
    assert state() == "answered"
    assert "Der Rat sagt ja." in client.get("/de/petitions/entwurf/").text


def test_once_everything_is_there_the_page_leads_to_publishing(client, enter, draft):
    enter("organiser")
    first = 'class="button button--primary" href="{}"'
    assert first.format(url("publish/")) in client.get(url()).text
    Petition.objects.update(instrument=None)
    page = client.get(url()).text
    assert first.format(url("check/")) in page
    assert first.format(url("publish/")) not in page


def test_it_says_beforehand_which_languages_are_to_come(client, enter, draft):
    enter("organiser")
    assert "Noch nicht geschrieben: English, Türkçe, العربية." in client.get(url("publish/")).text


def test_what_it_says_afterwards_is_what_happened(client, enter, draft):
    enter("organiser")
    assert "ist jetzt offen" in client.post(url("publish/"), follow=True).text
    Petition.objects.update(state="draft", opens_at=timezone.now() + timedelta(days=2))
    assert "von selbst" in client.post(url("publish/"), follow=True).text


def test_what_changes_while_it_is_open_is_no_question_of_the_guided_form(client, enter, draft):
    enter("organiser")
    assert "Frage 6 von 8" in client.get(url("write/goal/")).text
    services.publish(draft)
    assert "Frage 6 von 8" not in client.get(url("write/goal/")).text


def test_the_addressee_says_no(client, enter, opened):
    enter("organiser")
    services.hand_over(opened)
    typed = {"outcome": "rejected", "happened_on": str(timezone.localdate()), "title": "Nein"}
    client.post(url("answer/"), typed)
    assert state() == "rejected"
    assert client.get("/de/petitions/entwurf/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "happened_on"),
        ({"happened_on": "2039-01-01", "title": "x", "outcome": "answered"}, "happened_on"),
        ({"happened_on": "gestern", "title": "x", "outcome": "answered"}, "happened_on"),
        ({"happened_on": "2026-01-01", "outcome": "answered"}, "title"),
        ({"happened_on": "2026-01-01", "title": "x", "outcome": "?"}, "outcome"),
    ],
)
def test_an_answer_that_is_none(client, enter, opened, typed, field):
    enter("organiser")
    services.hand_over(opened)
    answer = client.post(url("answer/"), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert state() == "handed_over"


def test_it_opens_at_its_date(client, enter, draft):
    enter("organiser")
    opens_at = timezone.now() + timedelta(days=2)
    Petition.objects.update(opens_at=opens_at)
    client.post(url("publish/"))
    draft.refresh_from_db()
    assert (draft.state, draft.is_scheduled) == ("draft", True)
    assert client.get("/de/petitions/entwurf/").status_code == 404
    services.open_and_close_due(opens_at)
    assert state() == "open"


@pytest.mark.parametrize(
    "lack",
    [
        lambda draft: draft.texts.all().delete(),
        lambda draft: draft.texts.update(demand=""),
        lambda draft: type(draft).objects.update(addressee=None),
        lambda draft: type(draft).objects.update(instrument=None),
        lambda draft: type(draft).objects.update(closes_at=timezone.now() - timedelta(days=1)),
        lambda draft: type(draft.campaign).objects.update(state="draft"),
    ],
    ids=["text", "demand", "addressee", "instrument", "closing date", "campaign"],
)
@pytest.mark.parametrize("deed", ["publish/", "submit/"])
def test_what_is_missing_is_said_and_nothing_happens(client, enter, draft, lack, deed):
    enter("organiser")
    lack(draft)
    refused = client.post(url(deed))
    assert refused.status_code == 422
    assert 'class="notice notice--error" role="alert"' in refused.text
    draft.refresh_from_db()
    assert (draft.state, draft.review, draft.is_approved) == ("draft", "", False)
    assert any(not point.is_done for point in services.points(draft))
    assert client.get(url("check/")).context["missing"]


@pytest.mark.parametrize("deed", ["publish/", "close/", "hand-over/", "take-back/", "discard/"])
def test_a_deed_whose_time_is_over_is_refused_in_words(client, enter, opened, deed):
    enter("owner")
    services.hand_over(opened)
    expected = 403 if deed == "discard/" else 422
    assert client.post(url(deed)).status_code == expected
    assert state() == "handed_over"


def test_throwing_a_draft_away(client, enter, draft):
    enter("organiser")
    assert client.post(url("discard/"))["Location"] == "/de/organise/petitions/"
    assert not Petition.objects.exists()


def test_what_was_published_is_not_thrown_away(client, enter, opened):
    enter("organiser")
    assert client.post(url("discard/")).status_code == 403
    assert Petition.objects.exists()


class TestMilestones:
    def test_from_the_first_word_to_the_last(self, client, enter, opened):
        enter("organiser")
        typed = {"happened_on": "2026-01-02", "title": "Tausend", "body": "**Danke**"}
        assert client.post(url("milestones/new/"), typed).status_code == 302
        step = PetitionStep.objects.get()
        assert "Tausend" in client.get("/de/petitions/entwurf/").text
        client.post(url(f"milestones/{step.pk}/"), {"happened_on": "2026-01-03"})
        words = {"title": "Bin", "body": "", "seen": "nothing"}
        assert client.post(url(f"milestones/{step.pk}/tr/"), words).status_code == 302
        assert "Bin" in client.get("/tr/petitions/entwurf/").text
        step.refresh_from_db()
        assert str(step.happened_on) == "2026-01-03"
        client.post(url(f"milestones/{step.pk}/remove/"))
        assert not PetitionStep.objects.exists()

    def test_a_handover_happened_and_stays(self, client, enter, opened):
        enter("organiser")
        services.hand_over(opened)
        step = PetitionStep.objects.get()
        client.post(url(f"milestones/{step.pk}/remove/"))
        assert PetitionStep.objects.exists()

    def test_of_another_petition_is_not_found(self, client, enter, opened):
        enter("organiser")
        step = PetitionStepFactory(petition=PetitionFactory())
        assert client.get(url(f"milestones/{step.pk}/")).status_code == 404
        assert client.post(url(f"milestones/{step.pk}/remove/")).status_code == 404

    def test_an_editor_writes_none(self, client, enter, opened):
        enter("editor")
        assert client.post(url("milestones/new/"), {}).status_code == 403
